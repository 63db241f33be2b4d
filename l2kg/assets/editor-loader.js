// Fetches the editor's bundle once and hands every call on to it, in order.
let bundle
const load = () => bundle ??= import(new URL("EDITOR_URL", document.baseURI).href)

export default function (component) {
  let left = false, leave
  load().then(module => { if (!left) leave = module.default(component) })
  return () => { left = true; leave?.() }
}
