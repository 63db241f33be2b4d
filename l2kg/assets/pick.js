// What figure, tables and cards share: a click or Enter on anything with data-id picks it; in the figure, hover and focus light up
// what belongs together, and arrows walk. The HTML is Python's, escaped there.
const shown = new WeakMap()

const NARROW = 640      // pixels below which the figure stands upright

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector("#host")
  let state = shown.get(parentElement)
  if (!state) shown.set(parentElement, state = {})
  Object.assign(state, { data, related: data.related || {}, selected: data.selected || "", send: id => setTriggerValue("picked", id) })
  put(host, state)
  if (data.tall) {
    state.width ??= new ResizeObserver(() => put(host, state))
    state.width.observe(host)
  }
  if (data.panel) hover(state, document.querySelector(data.panel))
  return () => { state.observer?.disconnect(); state.width?.disconnect() }
}

function put(host, state) {
  const html = state.data.tall && host.clientWidth && host.clientWidth < NARROW ? state.data.tall : state.data.html
  if (html !== state.html) {
    host.innerHTML = state.html = html
    listen(host, state)
  }
  mark(host, state)
}

// Keep the panel in sight: while something is selected and the panel's own place is not, it floats over the page.
function hover(state, panel) {
  state.observer?.disconnect()
  const home = panel?.closest('[data-testid="stColumn"]')
  if (!home) return
  state.observer = new IntersectionObserver(([seen]) => {
    panel.toggleAttribute("data-floating", !!state.selected && seen.intersectionRatio < 0.5)
  }, { threshold: [0.5], rootMargin: "-56px 0px 0px 0px" })
  state.observer.observe(home)
}

const nodes = host => [...host.querySelectorAll("svg .node")]

function listen(host, state) {
  host.onclick = event => {
    const found = event.target.closest("[data-id]")
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    pick(host, state, found.dataset.id)
  }
  host.onkeydown = event => {
    const node = event.target.closest("svg .node")
    if (!node) return
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (event.key === "Enter" || event.key === " ") pick(host, state, node.dataset.id)
    else if (step) { const all = nodes(host); all[(all.indexOf(node) + step + all.length) % all.length].focus() }
    else return
    event.preventDefault()
  }
  for (const node of nodes(host)) {
    node.onmouseenter = node.onfocus = () => light(host, state, node.dataset.id)
    node.onmouseleave = node.onblur = () => light(host, state, state.selected)
  }
}

function pick(host, state, id) {
  const svg = host.querySelector("svg")
  state.selected = svg && id === state.selected ? "" : id
  mark(host, state)
  state.send(state.selected)
}

function mark(host, state) {
  for (const node of nodes(host)) {
    const on = node.dataset.id === state.selected
    node.classList.toggle("sel", on)
    node.setAttribute("aria-pressed", on)
  }
  light(host, state, state.selected)
}

function light(host, state, id) {
  const svg = host.querySelector("svg")
  if (!svg) return
  const on = id && state.related[id] ? new Set([id, ...state.related[id]]) : null
  svg.classList.toggle("focus", !!on)
  for (const part of svg.querySelectorAll(".node, .edge")) part.classList.toggle("on", !!on && on.has(part.dataset.id))
  for (const part of svg.querySelectorAll(".rib")) part.classList.toggle("on", !!on && on.has(part.dataset.for))
}
