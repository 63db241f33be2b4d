// SPARQL editor on CodeMirror 6: highlighting, completion of our own terms, the place of an error and of a name that nothing has, run on Ctrl-Enter.
import { EditorState, Prec } from "@codemirror/state"
import { EditorView, keymap, lineNumbers, highlightActiveLine, drawSelection, placeholder } from "@codemirror/view"
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete"
import { bracketMatching, HighlightStyle, syntaxHighlighting, indentOnInput } from "@codemirror/language"
import { setDiagnostics, lintGutter } from "@codemirror/lint"
import { searchKeymap } from "@codemirror/search"
import { sparql } from "codemirror-lang-sparql"
import { tags as t } from "@lezer/highlight"

const highlighting = HighlightStyle.define([
  { tag: t.keyword, color: "var(--st-violet-text-color)", fontWeight: "600" },
  { tag: [t.variableName, t.special(t.variableName)], color: "var(--st-orange-text-color)" },
  { tag: [t.string, t.literal], color: "var(--st-green-text-color)" },
  { tag: [t.number, t.bool], color: "var(--st-blue-text-color)" },
  { tag: [t.url, t.namespace, t.propertyName, t.name], color: "var(--st-blue-text-color)" },
  { tag: t.comment, color: "var(--st-gray-text-color)", fontStyle: "italic" },
])

const theme = EditorView.theme({
  "&": {
    fontSize: "13.5px", backgroundColor: "var(--st-background-color)", color: "var(--st-text-color)",
    border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)",
    minHeight: "190px", maxHeight: "480px",
  },
  "&.cm-focused": { outline: "2px solid var(--st-primary-color)", outlineOffset: "-1px" },
  ".cm-scroller": { overflow: "auto", fontFamily: "var(--st-code-font)", lineHeight: "1.55" },
  ".cm-content": { fontFamily: "var(--st-code-font)", padding: "10px 0", caretColor: "var(--st-text-color)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--st-gray-text-color)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--st-secondary-background-color) 60%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--st-primary-color) 26%, transparent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--st-background-color)", border: "1px solid var(--st-border-color)", borderRadius: "8px",
    color: "var(--st-text-color)", overflow: "hidden",
  },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", fontFamily: "var(--st-code-font)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--st-secondary-background-color)", color: "var(--st-text-color)",
  },
  ".cm-diagnostic": { fontFamily: "var(--st-font)", maxWidth: "min(520px, 80vw)", overflowWrap: "anywhere" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--st-secondary-background-color)", color: "var(--st-text-color)", fontFamily: "var(--st-code-font)",
    border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)",
  },
  ".cm-completionDetail": { fontFamily: "var(--st-font)", fontStyle: "normal", color: "var(--st-gray-text-color)", marginLeft: "1.2em" },
  ".cm-completionInfo": { fontFamily: "var(--st-font)", padding: "8px 12px", maxWidth: "320px", lineHeight: "1.45" },
})

const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION GROUP BY ORDER BY DESC LIMIT OFFSET CONSTRUCT ASK DESCRIBE " +
  "PREFIX VALUES BIND COUNT SAMPLE GRAPH HAVING MINUS EXISTS NOT IN STR LANG REGEX CONTAINS LCASE BOUND IF COALESCE")

function completions(terms) {
  const ours = terms.map(x => ({
    label: x.curie, type: x.kind, detail: x.label, info: x.definition || undefined, boost: x.kind === "class" ? 1 : 0,
  }))
  const words = [...new Set(KEYWORDS.split(" "))].map(label => ({ label, type: "keyword", boost: -1 }))
  return context => {
    const variable = context.matchBefore(/[?$]\w*/)
    if (variable) {
      const seen = new Set(context.state.doc.toString().match(/[?$]\w+/g) || [])
      seen.delete(variable.text)
      return { from: variable.from, options: [...seen].map(label => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ }
    }
    const word = context.matchBefore(/[\w-]*:?[\w-]*/)
    if (!word || (word.from === word.to && !context.explicit)) return null
    return { from: word.from, options: word.text.includes(":") ? ours : [...ours, ...words], validFor: /^[\w-]*:?[\w-]*$/ }
  }
}

function mount(host, { value, terms, label, onRun, onLeave }) {
  const run = view => { onRun(view.state.doc.toString()); return true }
  const view = new EditorView({
    parent: host,
    root: host.getRootNode(),     // the shadow root, or selection and styles go astray
    state: EditorState.create({ doc: value, extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(),
      sparql(), syntaxHighlighting(highlighting), autocompletion({ override: [completions(terms)], icons: false }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap]),   // Tab leaves the editor
      EditorView.lineWrapping, theme, placeholder("SELECT …"),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
      EditorView.domEventHandlers({ blur: (_, v) => { onLeave(v.state.doc.toString()) } }),
    ] }),
  })
  return {
    setValue(text) {
      if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    setMarks(marks, text) {
      if (text !== view.state.doc.toString()) return            // they are of another text
      const place = (line, column) => Math.min(line.from + [...line.text].slice(0, column - 1).join("").length, line.to)
      view.dispatch(setDiagnostics(view.state, marks.filter(mark => mark.line).map(mark => {
        const line = view.state.doc.line(Math.min(mark.line, view.state.doc.lines))
        const from = place(line, mark.column || 1)
        const to = mark.length ? place(line, mark.column + mark.length) : Math.max(from, line.to)
        return {
          from, to, severity: mark.length ? "warning" : "error", message: mark.message,
          actions: (mark.near || []).map(name => ({
            name, apply: (v, start, end) => { v.dispatch({ changes: { from: start, to: end, insert: name } }) },
          })),
        }
      })))
    },
    destroy() { view.destroy() },
  }
}

// Components v2 entry: state "query" holds the text, trigger "run" fires on Ctrl-Enter.
const live = new WeakMap()
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const host = parentElement.querySelector("#ed")
  let editor = live.get(parentElement)
  if (!editor) {
    editor = mount(host, {
      value: data.value, terms: data.terms || [], label: data.label,
      onLeave: text => { if (text !== editor.sent) { editor.sent = text; editor.set("query", text) } },
      onRun: text => { editor.sent = text; editor.set("query", text); editor.fire("run", text) },
    })
    editor.seen = data.rev
    editor.sent = data.value
    live.set(parentElement, editor)
  }
  editor.set = setStateValue
  editor.fire = setTriggerValue
  if (data.rev !== editor.seen) {       // only Python's own change of text is pushed in
    editor.seen = data.rev
    editor.sent = data.value
    editor.setValue(data.value)
  }
  editor.setMarks(data.marks, data.value)
  return () => { editor.destroy(); live.delete(parentElement) }
}
