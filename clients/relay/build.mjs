// Puts what the compiler made in the place of each graphql`` tag and packs the page, as a bundler does for a browser.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import relay from "babel-plugin-relay";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));

const graphqlTags = {
  name: "graphql-tags",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]relay[\\/]\w+\.tsx$/ }, async ({ path }) => {
      const { code } = await transformAsync(await readFile(path, "utf8"), {
        filename: path,
        configFile: false,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [[relay, { eagerEsModules: true }]],
      });
      return { contents: code, loader: "tsx" };
    }),
};

await build({
  entryPoints: [`${folder}check.tsx`],
  outfile: `${folder}generated/check.cjs`,
  bundle: true,
  platform: "node",
  external: ["happy-dom"],
  jsx: "automatic",
  logLevel: "warning",
  plugins: [graphqlTags],
});
