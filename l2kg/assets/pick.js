// What figure, tables and cards share: a click or Enter on anything with data-id picks it; in the figure, hover and focus light up
// what belongs together, and arrows walk. The HTML is Python's, escaped there.
const shown = new WeakMap()

const NARROW = 640      // pixels below which the narrow figure is shown

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector("#host")
  let state = shown.get(parentElement)
  if (!state) shown.set(parentElement, state = {})
  Object.assign(state, { data, related: data.related || {}, selected: data.selected || "", send: id => setTriggerValue("picked", id) })
  put(host, state)
  if (data.narrow) {
    state.width ??= new ResizeObserver(() => put(host, state))
    state.width.observe(host)
  }
  if (data.panel) hover(state, document.querySelector(data.panel))
  const app = document.querySelector('[data-testid="stApp"]')
  if (app) {
    state.theme ??= new MutationObserver(() => shade(host))
    state.theme.observe(app, { attributeFilter: ["class"] })
  }
  return () => { state.observer?.disconnect(); state.width?.disconnect(); state.theme?.disconnect() }
}

function put(host, state) {
  const html = state.data.narrow && host.clientWidth && host.clientWidth < NARROW ? state.data.narrow : state.data.html
  if (html !== state.html) {
    host.innerHTML = state.html = html
    if (state.data.file) offer(host, state)
    listen(host, state)
    shade(host)
  }
  mark(host, state)
}

// Follow the theme of the page, which may change while it is open: by the clock, the system or the menu.
function shade(host) {
  host.firstElementChild?.classList.toggle("dark", getComputedStyle(host).colorScheme === "dark")
}

// Offer the picture as PNG: drawn here from the SVG on the page, with the styles of this component.
function offer(host, state) {
  const button = document.createElement("button")
  button.className = "png"
  button.textContent = "PNG"
  button.setAttribute("aria-label", "Download this picture as PNG")
  button.onclick = () => save(host, state.data.file)
  host.firstElementChild.append(button)
}

// A picture drawn from an SVG sees no fonts but those inside it.
const FACES = { "Inter": "inter.woff2", "Source Serif 4": "source-serif.woff2" }
let faces
async function fonts() {
  const rules = await Promise.all(Object.entries(FACES).map(async ([name, file]) => {
    const blob = await (await fetch(`/assets/fonts/${file}`)).blob()
    const url = await new Promise(done => { const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(blob) })
    return `@font-face{font-family:"${name}";src:url(${url}) format("woff2");font-weight:100 900}`
  }))
  return rules.join("")
}

async function save(host, file) {
  const svg = host.querySelector("svg"), box = svg.viewBox.baseVal, scale = 2
  const copy = svg.cloneNode(true)
  const rules = [...host.getRootNode().querySelectorAll("style")].map(style => style.textContent).join("")
  const sheets = [...(host.getRootNode().adoptedStyleSheets ?? [])].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText)).join("")
  const style = document.createElementNS(svg.namespaceURI, "style")
  style.textContent = await (faces ??= fonts()) + rules + sheets
  copy.prepend(style)
  copy.setAttribute("width", box.width)
  copy.setAttribute("height", box.height)
  const seen = getComputedStyle(svg)
  for (const name of ["--l2-paper", "--l2-ink", "--l2-hair", "--l2-focus"]) copy.style.setProperty(name, seen.getPropertyValue(name))
  if (host.querySelector(".dark")) for (const name of Array.from(seen).filter(one => one.startsWith("--"))) copy.style.setProperty(name, seen.getPropertyValue(name))
  const image = new Image()
  image.onload = () => {
    const canvas = document.createElement("canvas")
    canvas.width = box.width * scale
    canvas.height = box.height * scale
    const pen = canvas.getContext("2d")
    pen.fillStyle = seen.getPropertyValue("--l2-paper").trim() || "#fffdf8"
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    canvas.toBlob(blob => {
      const link = document.createElement("a")
      link.href = URL.createObjectURL(blob)
      link.download = `${file}.png`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    })
  }
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
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
    follow(host, state, found)
  }
  host.onkeydown = event => {
    const node = event.target.closest("svg .node")
    if (!node) return
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (event.key === "Enter" || event.key === " ") follow(host, state, node)
    else if (step) { const all = nodes(host); all[(all.indexOf(node) + step + all.length) % all.length].focus() }
    else return
    event.preventDefault()
  }
  for (const node of nodes(host)) {
    node.onmouseenter = node.onfocus = () => light(host, state, node.dataset.id)
    node.onmouseleave = node.onblur = () => light(host, state, state.selected)
  }
}

// A link to another page is gone to; anything else is picked where the page takes picks.
function follow(host, state, found) {
  const leads = found.closest("a[href]")
  if (leads && !(state.data.picks && new URL(address(leads)).pathname === location.pathname)) go(address(leads))
  else if (state.data.picks) pick(host, state, found.dataset.id)
}

// Go to another page as the browser's own back and forward buttons do: one step of the history, one run of the script.
function go(href) {
  history.pushState({}, "", href)
  dispatchEvent(new PopStateEvent("popstate"))
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
}

// The address of a link, which in a picture is an animated one.
const address = link => new URL(link.href.baseVal ?? link.href, location.href).href

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
    if (node.localName !== "a") node.setAttribute("aria-pressed", on)
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
