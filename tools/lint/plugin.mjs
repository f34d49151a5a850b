/**
 * The lint rules of this repository, loaded by oxlint (`jsPlugins` in .oxlintrc.json). Plain JavaScript, because editors
 * load it with whatever Node they run on.
 */

/**
 * `default` is alone and last in its switch.
 *
 * A case label that shares its branch with `default` (`case 'x': default:`, or the other way round) looks exhaustive and
 * is not: the next member of the union falls silently into the branch of `'x'`, where the compiler no longer sees that a
 * case is missing. Every case returns by itself; `default` says `value satisfies never` and denies.
 */
const noSharedDefault = {
  meta: {
    type: 'problem',
    messages: {
      shared: 'This case shares its branch with `default`, which hides a missing case from the compiler.',
      early: '`default` must be the last branch of its switch, or later labels share it.',
    },
  },
  create(context) {
    return {
      SwitchStatement({ cases }) {
        const at = cases.findIndex(({ test }) => test === null);
        if (at === -1) return;
        if (at < cases.length - 1) context.report({ node: cases[at], messageId: 'early' });
        const before = cases[at - 1];
        if (before !== undefined && before.consequent.every(doesNothing)) {
          context.report({ node: before, messageId: 'shared' });
        }
      },
    };
  },
};

/** Whether a statement leaves a case as empty as if it were not there. The compiler forbids that any other falls through. */
function doesNothing(statement) {
  if (statement.type === 'EmptyStatement') return true;
  return statement.type === 'BlockStatement' && statement.body.every(doesNothing);
}

/**
 * No reading of the clock through the `Date` constructor: `new Date()` and `Date()`. A date made of a given instant is
 * fine. Used for the packages that take the instant as a parameter, beside the ban of `Date.now`.
 */
const noCurrentDate = {
  meta: {
    type: 'problem',
    messages: { clock: 'This reads the clock: take the instant as a parameter.' },
  },
  create(context) {
    const isDate = (callee) => callee.type === 'Identifier' && callee.name === 'Date';
    return {
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, messageId: 'clock' });
      },
      CallExpression(node) {
        if (isDate(node.callee)) context.report({ node, messageId: 'clock' });
      },
    };
  },
};

export default {
  meta: { name: 'assent' },
  rules: { 'no-current-date': noCurrentDate, 'no-shared-default': noSharedDefault },
};
