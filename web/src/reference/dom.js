// Makes elements. All text of the schema goes through here and only ever becomes text nodes, never markup.

/**
 * An element with attributes and children; what is null or false is left out.
 * @param {string} tag
 * @param {Record<string, string | boolean | null | undefined>} attributes
 * @param {...(Node | string | null | false | undefined | (Node | string)[])} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

/** A link within the reference. */
export const link = (anchor, label = anchor) => el('a', { href: `#${anchor}` }, label);

/** A type as GraphQL writes it, `[Iscm!]!`, its name a link. */
export function typeLink(type) {
  if (type.kind === 'NON_NULL') return [...typeLink(type.ofType), '!'];
  if (type.kind === 'LIST') return ['[', ...typeLink(type.ofType), ']'];
  return [link(type.name)];
}

/** A description: its paragraphs, with what stands in backticks as code. */
export function prose(description, types) {
  const paragraphs = (description ?? '').split(/\n\s*\n/).filter((text) => text.trim());
  return paragraphs.map((text) => el('p', {}, inline(text, types)));
}

/** The first sentence of a description, or all of a short one. */
export function firstSentence(description) {
  const text = (description ?? '').split(/\n\s*\n/)[0].replace(/\s+/g, ' ');
  // A full stop before a capital, so that "e.g. this" is not two sentences.
  return text.match(/^.*?[.:](?=\s+[A-Z`])/)?.[0].replace(/:$/, '.') ?? text;
}

export function inline(text, types) {
  return text.split(/(`[^`]+`)/).map((part) => {
    if (!/^`[^`]+`$/.test(part)) return part;
    const code = part.slice(1, -1);
    return el('code', {}, types?.has(code) ? link(code) : code);
  });
}
