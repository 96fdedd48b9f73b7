import type { JsonNode } from './json.ts';

/** What is further in stands on one line: margins would take more room than what they set off. */
const DEEPEST_INDENTED = 16;

/**
 * Writes JSON again, as read: order, duplicate members and the digits of numbers stay. With `indent` spaces a level on
 * lines of its own, beyond the sixteenth level on one; without, all on one line. What would be longer than `longest`
 * characters ends somewhere behind them.
 */
export function printJson(node: JsonNode, indent = 0, depth = 0, longest = Infinity): string {
  const pieces: string[] = [];
  let length = 0;
  const write = (text: string): void => {
    pieces.push(text);
    length += text.length;
  };
  const writeNode = (one: JsonNode, level: number): void => {
    switch (one.type) {
      case 'object':
        writeList('{}', one.members, level, ({ name, value }) => {
          write(JSON.stringify(name) + (indent > 0 ? ': ' : ':'));
          writeNode(value, level + 1);
        });
        return;
      case 'array':
        writeList('[]', one.items, level, (item) => {
          writeNode(item, level + 1);
        });
        return;
      case 'number':
        write(one.text);
        return;
      case 'string':
      case 'literal':
        write(JSON.stringify(one.value));
    }
  };
  const writeList = <T>(brackets: string, items: readonly T[], level: number, writeItem: (item: T) => void): void => {
    const isBroken = indent > 0 && items.length > 0 && level < DEEPEST_INDENTED;
    const margin = isBroken ? `\n${' '.repeat(indent * level)}` : '';
    const innerMargin = isBroken ? margin + ' '.repeat(indent) : '';
    write(brackets.charAt(0));
    for (const [index, item] of items.entries()) {
      if (length > longest) return;
      write(index > 0 ? `,${innerMargin}` : innerMargin);
      writeItem(item);
    }
    write(margin + brackets.charAt(1));
  };
  writeNode(node, depth);
  return pieces.join('');
}

/** A plain value as the text of a JSON file. */
export function jsonFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
