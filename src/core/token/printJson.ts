import type { JsonNode } from './json.ts';

/**
 * Writes JSON anew, as read: order, duplicate members and the digits of numbers stay. With `indent` spaces a level on lines of its own, or
 * all on one line.
 */
export function printJson(node: JsonNode, indent = 0, depth = 0): string {
  switch (node.type) {
    case 'object': {
      const separator = indent > 0 ? ': ' : ':';
      const members = node.members.map(
        ({ name, value }) => JSON.stringify(name) + separator + printJson(value, indent, depth + 1),
      );
      return bracket('{', members, '}', indent, depth);
    }
    case 'array':
      return bracket(
        '[',
        node.items.map((item) => printJson(item, indent, depth + 1)),
        ']',
        indent,
        depth,
      );
    case 'number':
      return node.text;
    case 'string':
    case 'literal':
      return JSON.stringify(node.value);
  }
}

function bracket(open: string, items: readonly string[], close: string, indent: number, depth: number): string {
  if (indent === 0 || items.length === 0) {
    return open + items.join(',') + close;
  }
  const margin = `\n${' '.repeat(indent * depth)}`;
  const innerMargin = margin + ' '.repeat(indent);
  return open + innerMargin + items.join(`,${innerMargin}`) + margin + close;
}
