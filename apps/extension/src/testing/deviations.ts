import { hidden, words } from './accname-cases.ts';

/** Where ours is another than Chromium's: why, and what ours is by the markup. */
interface Deviation {
  readonly why: string;
  readonly ours: Readonly<Record<string, readonly [role: string, name: string]>>;
}

/** Marks within a text. */
const textTags = 'em strong s del ins mark code sub sup time';
const phrasing: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    words(`${textTags} b i small u kbd samp var cite q data bdi pre dfn`).map((tag) => [tag, 'generic']),
  ),
  p: 'paragraph',
  dd: 'definition',
};
const each = (markups: readonly string[], role: string, name: string) =>
  Object.fromEntries(markups.map((markup) => [markup, [role, name] as const]));
const inEach = (inner: string, name: string, attributes = '') => ({
  [`<button ID${attributes}>${inner}</button>`]: ['button', name] as const,
  [`<h3 ID${attributes}>${inner}</h3>`]: ['heading', name] as const,
  [`<a href="#x" ID${attributes}>${inner}</a>`]: ['link', name] as const,
});

/** Deliberate deviations from Chromium's tree. Everything else must be the same. */
export const deviations: readonly Deviation[] = [
  {
    why: 'a tip names what has no other name: what is pressed is often a bare icon',
    ours: Object.fromEntries(
      Object.entries(phrasing).map(([tag, role]) => [`<${tag} ID title="Tip">text</${tag}>`, [role, 'Tip'] as const]),
    ),
  },
  {
    why: 'accname 2A: a label that is hidden names all the same, for it is referred to',
    ours: {
      ...each(
        hidden.filter((markup) => /^<label .*<input ID>$/.test(markup)),
        'textbox',
        'Label',
      ),
      '<label for="SELF" aria-hidden="true">Label</label><input ID type="checkbox">': ['checkbox', 'Label'],
      '<label for="SELF" hidden>Label</label><input ID type="button" value="caption">': ['button', 'Label'],
    },
  },
  {
    why: 'accname 2I: where a label or caption is empty, the tip has its turn',
    ours: {
      '<input ID type="reset" value="" title="Tip">': ['button', 'Tip'],
      '<input ID type="button" value="" title="Tip">': ['button', 'Tip'],
      '<label for="SELF"></label><input ID title="Tip" placeholder="Hint">': ['textbox', 'Tip'],
      '<fieldset ID title="Tip"><legend></legend><input></fieldset>': ['group', 'Tip'],
      '<img ID alt="" title="Tip" width=20 height=20>': ['img', 'Tip'],
      '<img ID alt="  " title="Tip" width=20 height=20>': ['img', 'Tip'],
    },
  },
  {
    why: "words that the browser shows in its own language are not the page's",
    ours: {
      '<input ID type="file" title="Tip">': ['button', 'Tip'],
      '<input ID type="file">': ['button', ''],
      '<input ID type="image">': ['button', ''],
      '<input ID type="image" width=20 height=20>': ['button', ''],
      '<video ID controls width=60 height=30 title="Tip"></video>': ['generic', 'Tip'],
      '<video ID controls width=60 height=30></video>': ['generic', ''],
      '<audio ID controls></audio>': ['generic', ''],
    },
  },
  {
    why: 'the text itself, not what style makes of it',
    ours: {
      ...inEach('طابع', 'before طابع', ' dir="rtl" lang="ar" class="before"'),
      ...inEach('one<wbr>two', 'onetwo'),
      ...inEach('<q>quoted</q>', 'quoted'),
      ...inEach('<span style="text-transform:uppercase">upper</span>', 'upper'),
      ...inEach('label', 'label', ' class="counted"'),
      ...inEach('label', 'label', ' class="pictured"'),
      '<button ID>seen <span style="content-visibility:hidden;display:block">skipped</span></button>': [
        'button',
        'seen skipped',
      ],
    },
  },
  {
    why: 'accname 2H: inside, everything is content, whatever its role',
    ours: { '<div ID role="button" tabindex=0>one <span role="group">two</span></div>': ['button', 'one two'] },
  },
  {
    why: "ARIA does not name these by content, and a row of a table is everybody's data",
    ours: {
      '<span ID role="math" style="display:inline-block">x</span>': ['math', ''],
      '<span ID role="term" style="display:inline-block">x</span>': ['term', ''],
      '<dl><dt ID>x<dd>y</dl>': ['term', ''],
      '<table role="grid"><tr ID><th>x<th>y<tr><td>x<td>y</table>': ['row', ''],
    },
  },
  {
    why: 'marks within a text, and what only groups, say nothing of what was pressed',
    ours: {
      ...each(
        words(`${textTags} dfn address hgroup`).map((tag) => `<${tag} ID>x</${tag}>`),
        'generic',
        '',
      ),
      ...each(
        words('code deletion emphasis insertion mark strong subscript superscript time').map(
          (role) => `<span ID role="${role}" style="display:inline-block">x</span>`,
        ),
        'generic',
        '',
      ),
      ...each(['<em ID>text</em>', '<strong ID>text</strong>'], 'generic', ''),
      ...each(['<address ID title="Tip">x</address>', '<address ID title="Tip">text</address>'], 'generic', 'Tip'),
      '<table><thead ID><tr><th>x<th>y<tbody><tr><td>x<td>y</table>': ['generic', ''],
      '<table><thead><tr><th>x<th>y<tbody ID><tr><td>x<td>y</table>': ['generic', ''],
    },
  },
  {
    why: 'what says that it is an option, a list item or a tree item is one, also where its list is missing or elsewhere',
    ours: Object.fromEntries(
      words('listitem option treeitem').flatMap((role) => {
        const named = role !== 'listitem';
        return [
          [`<div ID role="${role}" aria-label="Label">x</div>`, [role, 'Label'] as const],
          [`<span ID role="${role}" style="display:inline-block">x</span>`, [role, named ? 'x' : ''] as const],
          named
            ? [`<div ID role="${role}"><div>one</div> <b>two</b></div>`, [role, 'one two'] as const]
            : [`<div ID role="${role}">content</div>`, [role, ''] as const],
        ];
      }),
    ),
  },
  {
    why: 'roles for publications and drawings are not recorded, but those of their elements',
    ours: {
      '<div ID role="doc-subtitle">x</div>': ['generic', ''],
      '<a ID href="#x" role="doc-noteref">x</a>': ['link', 'x'],
      '<svg ID role="graphics-symbol" aria-label="Label" width=20 height=20></svg>': ['img', 'Label'],
    },
  },
  {
    why: 'decoration that is pressed all the same keeps the name that its markup gives; what says anything about itself is none',
    ours: {
      '<label for="SELF">Label</label><input ID role="none" disabled>': ['generic', 'Label'],
      '<img ID alt="Picture" role="none" width=20 height=20>': ['generic', 'Picture'],
      '<fieldset ID role="none"><legend>L</legend>x</fieldset>': ['generic', 'L'],
      '<h3 ID role="none" aria-level="2">x</h3>': ['heading', 'x'],
    },
  },
  {
    why: 'they are rare, and every byte is loaded into every page',
    ours: {
      '<a ID href="#x" aria-labeledby="b4a">x</a><i id="b4a">Other spelling</i>': ['link', 'x'],
      '<input ID type="checkbox" placeholder="Hint">': ['checkbox', 'Hint'],
      '<nav ID role="region group">x</nav>': ['navigation', ''],
      '<ul role="presentation"><li ID>x</ul>': ['listitem', ''],
      '<ul role="none"><li ID tabindex=0>x</ul>': ['listitem', ''],
      '<select size=2><option ID label="Label">x<option>y</select>': ['option', 'x'],
      '<select><optgroup label="Group"><option>x</optgroup></select><select size=3><optgroup ID label="Group"><option>x</optgroup></select>':
        ['group', ''],
    },
  },
  {
    why: 'a header beside the empty corner of a table is that of its column',
    ours: {
      '<table><tr><td>x<th ID>y<tr><th>x<td>y</table>': ['columnheader', 'y'],
      '<table><thead><tr><td>x<th ID>y<tbody><tr><th>x<td>y</table>': ['columnheader', 'y'],
    },
  },
  {
    why: 'HTML-AAM says so',
    ours: {
      '<details open><summary>x</summary><summary ID>second</summary>y</details>': ['generic', ''],
      '<input ID type="number" list="listed"><datalist id="listed"><option>x</datalist>': ['spinbutton', ''],
      '<input ID type="date" list="listed"><datalist id="listed"><option>x</datalist>': ['textbox', ''],
      '<select ID multiple size=1><option>x</select>': ['listbox', ''],
      '<table ID summary="Summary"><tr><th>a<th>b<tr><td>c<td>d</table>': ['table', ''],
      '<table><tr><th ID>x</table>': ['columnheader', 'x'],
      '<table><tr role="none"><td ID>x<td>y<tr><td>x<td>y</table>': ['cell', 'x'],
    },
  },
];
