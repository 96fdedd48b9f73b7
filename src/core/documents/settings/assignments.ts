import type { Setting } from './setting.ts';

/** Lists and texts that hold variables as `NAME=value`. */
const ofVariables = /^(?:environment|envs?|env_?vars|variables|args|build_?args|global|matrix|jobs|include)$/i;
/** Those whose items may hold several. */
const ofSeveral = /^(?:global|matrix|jobs|include|env)$/i;
/** Texts that a shell runs. */
const ofScripts =
  /^(?:run|script|scripts|before_script|after_script|install|before_install|command|commands|cmd|args|entrypoint|execstart|shell|inlinescript|bash)$/i;
/** A variable as shells set it: in capitals, with a value that nothing is put into. */
const inScripts = /(?<![\w$-])([A-Z][A-Z0-9_]{2,80})=(["']?)([^\s"'$`\\;&|<>(){}]{1,300})\2(?![\w$`(])/dg;
/** Several assignments in one text, as CI services and systemd have them. */
const inLines = /(?<![^\s"'])([A-Za-z_]\w{1,80})=("[^"\n]*"|'[^'\n]*'|[^\s"']\S*)/dg;
const MOST = 100;

/** The variables that a text of a settings file gives values: an item of `environment`, a script. */
export function assignmentsIn(text: string, setting: Setting): readonly Setting[] {
  const { section, name, start, end } = setting;
  const raw = text.slice(start, end);
  if (!raw.includes('=')) return [];
  const holder = name === '' ? section.name : name;
  const isItem = name === '' && (ofVariables.test(holder) || /^[A-Z][A-Z0-9_]*=/.test(raw));
  if (isItem && !ofSeveral.test(holder)) return whole(setting, raw);
  if (isItem || /^(?:environment|env|global)$/i.test(name)) return each(setting, raw, inLines, 2);
  return ofScripts.test(holder) ? each(setting, raw, inScripts, 3) : [];
}

/** `- JWT_SECRET=everything behind the sign`. */
function whole({ section, start, end }: Setting, raw: string): readonly Setting[] {
  const equals = raw.indexOf('=');
  const name = raw.slice(0, equals).trim();
  return /^[\w.:-]{1,120}$/.test(name)
    ? [unquoted({ section, name, value: raw.slice(equals + 1), start: start + equals + 1, end })]
    : [];
}

function each({ section, start }: Setting, raw: string, pattern: RegExp, group: number): readonly Setting[] {
  const found: Setting[] = [];
  for (const match of raw.matchAll(pattern)) {
    const at = match.indices?.[group];
    if (!at || found.length >= MOST) break;
    found.push(
      unquoted({ section, name: match[1] ?? '', value: match[group] ?? '', start: start + at[0], end: start + at[1] }),
    );
  }
  return found;
}

function unquoted(setting: Setting): Setting {
  const { value, start, end } = setting;
  return /^(["']).*\1$/.test(value)
    ? { ...setting, value: value.slice(1, -1), start: start + 1, end: end - 1 }
    : setting;
}
