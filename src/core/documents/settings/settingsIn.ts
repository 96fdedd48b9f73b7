import { decodeBase64 } from '../../keys/pem.ts';
import { decodeUtf8, invalidUtf8At } from '../../text/utf8.ts';
import { readJsonText } from '../textSubject.ts';
import type { TextSubject } from '../textSubject.ts';
import { readIni } from './readIni.ts';
import { readJsonSettings } from './readJsonSettings.ts';
import { readToml } from './readToml.ts';
import { readYaml } from './readYaml.ts';
import type { Section, Setting } from './setting.ts';

/** A format of settings, as far as its files are known by what they are called. */
interface Format {
  readonly endings: RegExp;
  /** VS Code's names of it, and those of extensions. */
  readonly ids: readonly string[];
  readonly read: (text: string, from?: number, end?: number) => readonly Setting[];
}

const formats: readonly Format[] = [
  {
    endings: /\.ya?ml$/,
    ids: [
      'yaml',
      'dockercompose',
      'github-actions-workflow',
      'helm',
      'ansible',
      'spring-boot-properties-yaml',
      'azure-pipelines',
    ],
    read: readYaml,
  },
  { endings: /\.(?:json|jsonc|json5)$/, ids: ['json', 'jsonc', 'json5'], read: readJson },
  { endings: /\.toml$/, ids: ['toml'], read: readToml },
  {
    endings: /\.(?:properties|ini|cfg|conf|service)$/,
    ids: ['properties', 'ini', 'java-properties', 'spring-boot-properties', 'hocon', 'conf'],
    read: readIni,
  },
];

function readJson(text: string, from = 0, end = text.length): readonly Setting[] {
  const root = readJsonText(text.slice(from, end));
  const settings = root ? readJsonSettings(root) : [];
  return from === 0
    ? settings
    : settings.map((setting) => ({ ...setting, start: setting.start + from, end: setting.end + from }));
}

/** The settings of a document, with those of the files inside it; none where it is no file of settings. */
export function settingsIn({ text, fileName, languageId, json }: TextSubject): readonly Setting[] {
  const format =
    formats.find(({ endings }) => endings.test(fileName)) ?? formats.find(({ ids }) => ids.includes(languageId));
  if (!format) return [];
  const settings = format.read === readJson ? (json ? readJsonSettings(json) : []) : format.read(text);
  return settings.flatMap((setting) => [setting, ...ofFileInside(text, setting)]);
}

/** The settings of a file that stands in another, as in a ConfigMap: `application.yml: |`. */
function ofFileInside(text: string, setting: Setting): readonly Setting[] {
  if (!setting.isBlock) return [];
  const name = setting.name.toLowerCase();
  const format = /(?:^|\.)env$/.test(name) ? formats.at(-1) : formats.find(({ endings }) => endings.test(name));
  if (!format) return [];
  const lineStart = format.read === readJson ? setting.start : text.lastIndexOf('\n', setting.start) + 1;
  return format.read(text, lineStart, setting.end);
}

/** Whether a section holds the data of a Kubernetes Secret, in base64. */
export function isSecretData({ name, parent }: Section): boolean {
  return name === 'data' && parent?.valueOf('kind') === 'Secret';
}

/** The text that a value in the data of a Kubernetes Secret stands for; the value itself where it is no base64. */
export function textOfSecretData(value: string): string {
  const bytes = decodeBase64(value);
  return bytes && bytes.length > 0 && invalidUtf8At(bytes) < 0 ? decodeUtf8(bytes) : value;
}
