// Fetches the editor's bundle once and hands every call on to it, in order.
let bundle
const load = () => bundle ??= import(new URL("EDITOR_URL", document.baseURI).href)

export default function (component) {
  let left = false, leave
  load().then(module => { if (!left) { leave = module.default(component); reachable(component.parentElement) } })
  return () => { left = true; leave?.() }
}

// The region that scrolls holds what takes the focus; say so to what looks for it by attribute.
function reachable(parent) {
  parent.querySelector(".cm-content")?.setAttribute("tabindex", "0")
}
