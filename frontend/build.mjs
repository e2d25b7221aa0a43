// node frontend/build.mjs OUT: bundles the browser files into OUT, with the licence texts of what they contain.
// Every .js, .ts and .css file at the top of frontend/ is a page's entry; what several entries share lies in folders.
// Each entry comes out whole: a shared chunk would be imported by a name that hashed static files do not keep. So only
// app.js imports htmx; the other entries use window.htmx, or there would be two of it.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";

const out = process.argv[2];
if (!out) {
  console.error("usage: node frontend/build.mjs OUT");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const entries = readdirSync("frontend", { withFileTypes: true })
  .filter((file) => file.isFile() && /\.(js|ts|css)$/.test(file.name))
  .map((file) => join("frontend", file.name))
  .sort();

const result = await build({
  entryPoints: entries,
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  // The older Chromium shells of office desktops, and Firefox ESR.
  target: ["es2019", "chrome86", "firefox102"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl" },
  metafile: true,
  logLevel: "warning",
});
if (result.warnings.length > 0) process.exit(1);

// A package counts when at least one of its files went into an output.
const packages = new Set();
for (const output of Object.values(result.metafile.outputs)) {
  for (const input of Object.keys(output.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found) packages.add(found[1]);
  }
}
const sections = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  // Also a folder of licences: what a package took from others.
  const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.parentPath.includes("node_modules", folder.length))
    .map((file) => relative(folder, join(file.parentPath, file.name)))
    .filter((file) => /^(licen[cs]es[\\/])?(licen[cs]e|notice)[^\\/]*$/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (texts.length === 0) throw new Error(`${name} brings no licence text`);
  return [`==== ${name} ${about.version} (${about.license})`, ...texts].join("\n\n");
});
writeFileSync(join(out, "THIRD-PARTY-LICENCES.txt"), sections.join("\n\n") + "\n");
