import type { JsonNode } from '../../text/json.ts';
import { Section, SettingList } from './setting.ts';
import type { Setting } from './setting.ts';

/** The texts and numbers of a JSON value with where they are in it. Without recursion. */
export function readJsonSettings(root: JsonNode): readonly Setting[] {
  const settings = new SettingList();
  const open: { readonly node: JsonNode; readonly section: Section; readonly name: string }[] = [
    { node: root, section: new Section(), name: '' },
  ];
  // The list grows while it is walked.
  for (const { node, section, name } of open) {
    const { start, end } = node;
    if (node.type === 'string') {
      settings.add({ section, name, value: node.value, start: start + 1, end: end - 1 });
    } else if (node.type === 'number') {
      settings.add({ section, name, value: node.text, start, end });
    } else if (node.type === 'object' || node.type === 'array') {
      const inner = node === root ? section : section.child(name);
      if (node.type === 'array') for (const item of node.items) open.push({ node: item, section: inner, name: '' });
      else for (const { name: key, value } of node.members) open.push({ node: value, section: inner, name: key });
    }
  }
  return settings.list;
}
