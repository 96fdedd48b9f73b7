import * as vscode from 'vscode';
import type { Interpretation } from '../core/keys/interpretKey.ts';
import { isPrivate } from '../core/keys/jwk.ts';
import type { SecretEncoding } from '../core/keys/keyInput.ts';
import { quoted } from '../core/text/visible.ts';
import { complain, confirm, inform, warn } from '../platform/messages.ts';
import { askChoice, askText, runSteps } from '../platform/steps.ts';
import type { Reading, Step } from '../platform/steps.ts';
import type { StoredKey } from '../services/keys/keyStore.ts';
import type { Services } from './services.ts';

const title = 'JWT: Add Key';
const maximumNameLength = 80;
const maximumFileBytes = 1024 * 1024;

const sources = [
  { value: 'paste', icon: 'edit', label: 'Paste or type' },
  { value: 'clipboard', icon: 'clippy', label: 'Use the clipboard' },
  { value: 'file', icon: 'file', label: 'Read from a file…' },
] as const;

const encodings: Readonly<Record<SecretEncoding, string>> = {
  utf8: 'Text (UTF-8)',
  base64: 'Base64',
  base64url: 'Base64url',
  hex: 'Hexadecimal',
};

type Interpretations = readonly [Interpretation, ...Interpretation[]];

/** What the user entered: material that can be read, or that needs its password first. */
type Given = { readonly interpretations: Interpretations } | { readonly encrypted: string | Uint8Array };

/**
 * `JWT: Add Key…`: asks for a name and for a secret or key, and puts it into SecretStorage. Returns the name. Loaded
 * when first run.
 */
export async function addKey({ keyStore }: Pick<Services, 'keyStore'>): Promise<string | undefined> {
  let name = '';

  const askName: Step = async () => {
    const answer = await askText({
      title,
      step: 1,
      totalSteps: 3,
      text: name,
      placeholder: 'staging secret',
      prompt:
        'Enter a name for the key. Verdicts show this name, and the setting jwtInspector.issuers can refer to it.',
      read: readName,
    });
    if (answer.kind !== 'value') return answer.kind;
    name = answer.value;
    const taken = keyStore.list().some((key) => key.name === name);
    return taken && !(await confirmReplacement(name)) ? askName : askSource;
  };

  const askSource: Step = async () => {
    const placeholder = 'Select where to get the secret, PEM key or certificate, JWK, or JWKS';
    const answer = await askChoice({ title, step: 2, totalSteps: 3, placeholder, items: sources });
    if (answer.kind !== 'value') return answer.kind;
    if (answer.value === 'paste') return askMaterial;
    const material = answer.value === 'file' ? await chosenFile() : await vscode.env.clipboard.readText();
    if (material === undefined) return askSource;
    const reading = await interpret(material);
    if (reading.ok) return take(reading.value);
    void complain(reading.problem);
    return askSource;
  };

  const askMaterial: Step = async () => {
    const prompt = 'Enter a secret, PEM, certificate, JWK, or JWKS. It is stored in the secret storage of VS Code.';
    const answer = await askText({ title, step: 3, totalSteps: 3, password: true, prompt, read: interpret });
    return answer.kind === 'value' ? take(answer.value) : answer.kind;
  };

  const take = async (given: Given): Promise<Step | 'done'> => {
    if ('encrypted' in given) return askPassword(given.encrypted);
    const [only, ...others] = given.interpretations;
    return others.length === 0 ? store(only) : askEncoding(given.interpretations);
  };

  const askPassword =
    (material: string | Uint8Array): Step =>
    async () => {
      const prompt =
        'The private key is encrypted. Enter its password. Both are stored in the secret storage of VS Code.';
      const read = (password: string): Promise<Reading<Given>> => interpret(material, password);
      const answer = await askText({ title, step: 3, totalSteps: 3, password: true, prompt, read });
      return answer.kind === 'value' ? take(answer.value) : answer.kind;
    };

  const askEncoding =
    (interpretations: Interpretations): Step =>
    async () => {
      const answer = await askChoice({
        title,
        step: 3,
        totalSteps: 3,
        placeholder: 'Select the encoding. The secret can be read in several ways that result in different keys.',
        items: interpretations.map((value) => ({
          value,
          label: encodings[value.input.encoding ?? 'utf8'],
          description: value.keys.map(({ description }) => description).join(', '),
        })),
      });
      return answer.kind === 'value' ? store(answer.value) : answer.kind;
    };

  const store = async (interpretation: Interpretation): Promise<'done'> => {
    await keyStore.add(describe(name, interpretation), interpretation.input);
    announce(name, interpretation);
    return 'done';
  };

  return (await runSteps(askName)) ? name : undefined;
}

function readName(text: string): Reading<string> {
  const name = text.trim();
  if (name === '') return { ok: false, problem: 'Enter a name for the key.' };
  if (name.length > maximumNameLength) return { ok: false, problem: `Enter at most ${maximumNameLength} characters.` };
  return { ok: true, value: name };
}

/** The parser comes with the verifier, which is loaded when it is first needed. */
async function interpret(material: string | Uint8Array, password?: string): Promise<Reading<Given>> {
  const { interpretKey } = await import('../core/keys/interpretKey.ts');
  const read = await interpretKey(material, password);
  if (read.ok) return { ok: true, value: { interpretations: read.interpretations } };
  return read.passwordNeeded === true ? { ok: true, value: { encrypted: material } } : read;
}

async function chosenFile(): Promise<Uint8Array | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel: 'Add Key' })) ?? [];
  if (file === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size <= maximumFileBytes) return vscode.workspace.fs.readFile(file);
  void complain('The file is larger than 1 MiB, so it cannot be a key.');
  return undefined;
}

async function confirmReplacement(name: string): Promise<boolean> {
  const question = `Replace the stored key ${quoted(name)}?`;
  const detail = 'Its current content is lost when you enter the new key.';
  return confirm(question, detail, 'Replace');
}

/** What the list of keys may know: nothing that depends on the bytes of a secret, not even their number. */
function describe(name: string, { input, keys }: Interpretation): StoredKey {
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) return { name, kind: 'key set', detail: `JWKS with ${keys.length} keys` };
  if (key.jwk.kty === 'oct')
    return { name, kind: 'secret', detail: ['secret', input.encoding].filter(Boolean).join(', ') };
  return { name, kind: isPrivate(key.jwk) ? 'private key' : 'public key', detail: key.description };
}

function announce(name: string, { keys }: Interpretation): void {
  const faults = keys.flatMap((key) => key.faults.map(({ message }) => message));
  const stored = `Stored the key ${quoted(name)}: ${keys.map(({ description }) => description).join(', ')}.`;
  if (faults.length === 0) void inform(stored);
  else void warn([stored, ...new Set(faults)].join(' '));
}
