/** The home page's style sheet. */
export const homeStyle = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #586575; --line: #d9e0e8; --page: #f6f8fa; --card: #fff; --accent: #0b6b5d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --soft: #9fadbb; --line: #2c3947; --page: #10171f; --card: #18222d; --accent: #5fd3bf; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3.5rem; }
.brand { margin: 0; color: var(--accent); font-weight: 700; letter-spacing: .04em; }
h1 { margin: .25rem 0 .75rem; font-size: 2.25rem; line-height: 1.15; }
h2 { margin: 0 0 .75rem; font-size: 1.15rem; }
.lead { margin: 0 0 2rem; color: var(--soft); font-size: 1.1rem; white-space: pre-line; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.5rem; margin: 0 0 1rem; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; padding: .4rem 0; border-top: 1px solid var(--line); }
dl div:first-child { border-top: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.custodians { list-style: none; margin: 0; padding: 0; }
.custodians li { display: flex; justify-content: space-between; padding: .4rem 0; border-top: 1px solid var(--line); }
.side { border: 1px solid currentColor; border-radius: 99px; padding: 0 .7rem; font-size: .85rem; }
.side.worker { color: var(--accent); }
code { font: .85em ui-monospace, monospace; }
a { color: var(--accent); }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; font-weight: 400; padding: .35rem 0; border-top: 1px solid var(--line); }
th { color: var(--soft); }
footer { padding: 1rem 1.25rem 3rem; color: var(--soft); }
@media (max-width: 34rem) { dl div { grid-template-columns: 1fr; gap: 0; } }
`;
