// Bundles the editor and copies the fonts, each with its licence, into the folder above. Run: npm ci && npm run build
import { build } from "esbuild"
import { copyFileSync, mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, "..")
const modules = join(here, "node_modules")

const result = await build({
  entryPoints: [join(here, "sparql-editor.js")], outfile: join(out, "sparql-editor.mjs"), absWorkingDir: here,
  bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", metafile: true,
})

const fonts = [
  ["@fontsource-variable/inter", "inter-latin-wght-normal.woff2", "inter.woff2"],
  ["@fontsource-variable/source-serif-4", "source-serif-4-latin-wght-normal.woff2", "source-serif.woff2"],
  ["@fontsource-variable/source-serif-4", "source-serif-4-latin-wght-italic.woff2", "source-serif-italic.woff2"],
  ["@fontsource/ibm-plex-mono", "ibm-plex-mono-latin-400-normal.woff2", "ibm-plex-mono.woff2"],
]
mkdirSync(join(out, "fonts"), { recursive: true })
for (const [pkg, file, name] of fonts) copyFileSync(join(modules, pkg, "files", file), join(out, "fonts", name))

const bundled = Object.keys(result.metafile.inputs).map(path => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean)
const packages = [...new Set([...bundled, ...fonts.map(([pkg]) => pkg)])].sort()
const licence = pkg => {
  const { version, license } = JSON.parse(readFileSync(join(modules, pkg, "package.json"), "utf8"))
  const file = ["LICENSE", "LICENSE.md"].map(name => join(modules, pkg, name)).find(existsSync)
  if (!file) throw new Error(`${pkg} has no licence file`)
  return `${"=".repeat(78)}\n${pkg} ${version} (${license})\n${"=".repeat(78)}\n\n${readFileSync(file, "utf8").trim()}\n`
}
writeFileSync(join(out, "LICENSES.txt"),
  "Third-party works shipped in this folder: the packages bundled in sparql-editor.mjs, and the fonts.\n\n" + packages.map(licence).join("\n"))
