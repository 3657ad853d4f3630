/**
 * ESLint rule: a cap on the lines of a function. Blank lines and comments do not count, nor do the properties of an
 * object that the function returns or passes on: such an object is a list to read, not steps to follow. Functions
 * inside it count.
 */
const isHandedOver = (node, { parent } = node) =>
  (parent.type === 'ReturnStatement' && parent.argument === node) ||
  (parent.type === 'ArrowFunctionExpression' && parent.body === node) ||
  (/^(Call|New)Expression$/.test(parent.type) && parent.arguments.includes(node));

const linesOf = ({ loc }) =>
  Array.from({ length: loc.end.line - loc.start.line + 1 }, (_, index) => loc.start.line + index);

export default {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer', minimum: 1 }],
    messages: { tooLong: 'This function has {{lines}} lines of steps; the cap is {{max}}.' },
  },
  create(context) {
    const max = context.options[0];
    const { sourceCode } = context;
    const commentLines = new Set();
    for (const comment of sourceCode.getAllComments()) {
      for (const line of linesOf(comment)) {
        if (sourceCode.lines[line - 1].trim().search(/^(\/\/|\/?\*)/) === 0) commentLines.add(line);
      }
    }
    const functions = [];
    const close = (node) => {
      const { listed } = functions.pop();
      const steps = linesOf(node).filter(
        (line) => sourceCode.lines[line - 1].trim() !== '' && !commentLines.has(line) && !listed.has(line),
      );
      if (steps.length > max) context.report({ node, messageId: 'tooLong', data: { lines: steps.length, max } });
      // To the function around it these are steps, whatever object they stand in.
      const outer = functions.at(-1);
      if (outer && node.loc.start.line !== node.loc.end.line) for (const line of steps) outer.steps.add(line);
    };
    return {
      ':function': () => functions.push({ listed: new Set(), steps: new Set() }),
      ':function:exit': close,
      'ObjectExpression:exit'(node) {
        if (functions.length === 0 || !isHandedOver(node)) return;
        const { listed, steps } = functions.at(-1);
        for (const line of linesOf(node).slice(1)) if (!steps.has(line)) listed.add(line);
      },
    };
  },
};
