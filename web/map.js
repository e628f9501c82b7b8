// The world as the server draws it: every State's outline and a point in it, of Natural Earth by way of world-atlas,
// projected and made light. Writes a line for each to the file that ISCM_MAP names: its number by ISO 3166-1 (or XK,
// or - for land that is no State's), the point, and the outline as SVG's path data. A State that would be too small to
// be seen has no outline.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoContains, geoEqualEarth, geoPath } from 'd3-geo';
import { feature, mergeArcs } from 'topojson-client';
import {
  filter,
  filterWeight,
  presimplify,
  simplify,
  sphericalRingArea,
  sphericalTriangleArea,
} from 'topojson-simplify';

/** How wide the whole globe is, in the units of the paths, which are whole numbers. */
const WIDTH = 1500;
/** What outlines lose: bends, and islands, that are smaller (in steradians: 1e-4 are 4,000 km²). */
const BEND = 7e-5;
const ISLAND = 1e-4;
/** Who has less land (in square units: 14 are 8,500 km²) is a point. */
const POINT = 14;

/** It belongs to no ISCM, and would take a fifth of the map. */
const ANTARCTICA = '010';

/** Land that Natural Earth draws by who holds it, and the United Nations count as a State's (Crimea: resolution 68/262). */
const PARTS = [
  { name: 'N. Cyprus', of: '196' },
  { name: 'Somaliland', of: '706' },
  { from: '643', at: [34.1, 45.2], of: '804' },
];

/** Countries and areas of ISO 3166-1 that Natural Earth has as parts of others or not at all: where they are. */
const PLACES = {
  '074': [3.4, -54.4],
  162: [105.7, -10.5],
  166: [96.8, -12.2],
  175: [45.2, -12.8],
  254: [-53.1, 3.9],
  292: [-5.3, 36.1],
  312: [-61.6, 16.3],
  474: [-61, 14.6],
  535: [-68.3, 12.2],
  581: [166.6, 19.3],
  638: [55.5, -21.1],
  744: [16, 78.6],
  772: [-171.9, -9.2],
  798: [179.2, -8.5],
};

const atlas = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
const world = light(asCounted(JSON.parse(readFileSync(atlas, 'utf8'))));
// The Bering Strait, not the Aleutians or Chukotka, lies at the edge.
const projection = geoEqualEarth().rotate([-11, 0]).precision(0).fitWidth(WIDTH, { type: 'Sphere' });
const measure = geoPath(projection);

const lines = Object.entries(PLACES).map(([id, place]) => line(id, projection(place), ''));
for (const country of world) {
  const parts = polygons(country.geometry);
  const largest = parts.reduce((a, b) => (measure.area(a) < measure.area(b) ? b : a));
  const isPoint = measure.area(country) < POINT;
  lines.push(line(country.id, measure.centroid(largest), isPoint ? '' : outline(country)));
}
writeFileSync(process.env.ISCM_MAP || 'dist/map.txt', lines.sort().join(''));

function line(id, point, path) {
  return `${[id, ...point.map(Math.round), path].join(' ').trimEnd()}\n`;
}

/** The topology with one geometry for each State, as the United Nations count them. */
function asCounted(topology) {
  const states = new Map();
  for (const { id, properties, type, arcs } of topology.objects.countries.geometries) {
    const of =
      id ?? (properties.name === 'Kosovo' ? 'XK' : PARTS.find(({ name }) => name === properties.name)?.of);
    const all = type === 'Polygon' ? [arcs] : arcs;
    states.set(of ?? '-', [...(states.get(of ?? '-') ?? []), ...all]);
  }
  states.delete(ANTARCTICA);
  for (const { from, at, of } of PARTS.filter((part) => part.from)) {
    const isIt = (arcs) => geoContains(feature(topology, { type: 'Polygon', arcs }), at);
    const moved = states.get(from).filter(isIt);
    if (moved.length !== 1) throw new Error(`there is no part of ${from} at ${at}`);
    states.set(
      from,
      states.get(from).filter((arcs) => !isIt(arcs)),
    );
    states.get(of).push(...moved);
  }
  const geometries = [...states].map(([id, arcs]) => {
    const objects = arcs.map((arcs) => ({ type: 'Polygon', arcs }));
    return { ...mergeArcs(topology, objects), id };
  });
  return { ...topology, objects: { countries: { type: 'GeometryCollection', geometries } } };
}

/** The features of a topology, with fewer bends and islands. Who would be left without land keeps all. */
function light(topology) {
  const simple = simplify(presimplify(topology, sphericalTriangleArea), BEND);
  const filtered = filter(simple, filterWeight(simple, ISLAND, sphericalRingArea));
  const all = feature(topology, topology.objects.countries).features;
  const some = feature(filtered, filtered.objects.countries).features;
  return all.map(
    (full) => some.find(({ id, geometry }) => id === full.id && geometry?.coordinates.length) ?? full,
  );
}

function polygons(geometry) {
  return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}

/** The path data of a feature, in whole numbers: each ring starts at a place of the map, and goes on in steps. */
function outline(country) {
  let ring;
  const rings = [];
  const add = (x, y) => {
    const point = [Math.round(x), Math.round(y)];
    if (!ring.length || ring.at(-1).some((value, axis) => value !== point[axis])) ring.push(point);
  };
  geoPath(projection, {
    moveTo(x, y) {
      ring = [];
      add(x, y);
    },
    lineTo: add,
    closePath() {
      if (ring.length > 1 && ring.at(-1).every((value, axis) => value === ring[0][axis])) ring.pop();
      if (ring.length > 2) rings.push(ring);
    },
  })(country);
  return rings.map(drawn).join('');
}

function drawn([start, ...others]) {
  let last = start;
  const steps = others.map((point) => {
    const step = point.map((value, axis) => value - last[axis]);
    last = point;
    return step;
  });
  // A minus parts two numbers as a space does.
  const numbers = steps.flat().join(' ').replaceAll(' -', '-');
  return `M${start.join(' ').replace(' -', '-')}l${numbers}z`;
}
