import * as vscode from 'vscode';
import { algorithm } from '../core/facts/algorithms.ts';
import { fixtureAlgorithms, makeFixtures } from '../core/verify/fixtures.ts';
import type { Fixture, FixtureSet } from '../core/verify/fixtures.ts';
import { listed } from '../core/text/visible.ts';
import { complain } from '../platform/messages.ts';
import { askChoice, askText, runSteps } from '../platform/steps.ts';
import type { Reading, Step } from '../platform/steps.ts';
import { isSymbolicLink } from '../platform/symbolicLinks.ts';
import { jsonFile } from '../core/text/printJson.ts';

const title = 'JWT: Generate Fixtures';
const totalSteps = 4;
const indexFile = 'fixtures.json';

/** What the files are made for. */
interface Wanted {
  readonly algorithm: string;
  readonly issuer: string;
  readonly audience: string;
}

/**
 * `JWT: Generate Fixtures…`: asks for algorithm, issuer, audience and, unless it is given, a folder, and writes tokens
 * there to test a verifier with: one that must be accepted and some that must be refused, their key set, and an index
 * that tells which is which. Returns the tokens. Loaded when first run.
 */
export async function generateFixtures(_services: unknown, argument: unknown): Promise<readonly Fixture[] | undefined> {
  let wanted: Wanted = { algorithm: '', issuer: 'https://issuer.example', audience: 'my-api' };
  let folder = argument instanceof vscode.Uri ? argument : undefined;
  let made: readonly Fixture[] | undefined;

  const askAlgorithm: Step = async () => {
    const placeholder = 'Select the algorithm that your verifier expects';
    const items = fixtureAlgorithms.map((name) => ({
      value: name,
      label: name,
      description: algorithm(name)?.description ?? '',
    }));
    const answer = await askChoice({ title, step: 1, totalSteps, placeholder, items });
    if (answer.kind !== 'value') return answer.kind;
    wanted = { ...wanted, algorithm: answer.value };
    return askIssuer;
  };

  const askIssuer: Step = async () => {
    const prompt = 'Enter the issuer that your verifier expects (the “iss” of the tokens).';
    const answer = await askText({ title, step: 2, totalSteps, prompt, text: wanted.issuer, read: readName });
    if (answer.kind !== 'value') return answer.kind;
    wanted = { ...wanted, issuer: answer.value };
    return askAudience;
  };

  const askAudience: Step = async () => {
    const prompt = 'Enter the audience that your verifier expects (the “aud” of the tokens).';
    const answer = await askText({ title, step: 3, totalSteps, prompt, text: wanted.audience, read: readName });
    if (answer.kind !== 'value') return answer.kind;
    wanted = { ...wanted, audience: answer.value };
    return askFolder;
  };

  const askFolder: Step = async () => {
    folder ??= await chosenFolder();
    return folder === undefined ? 'cancelled' : write(folder);
  };

  const write = async (to: vscode.Uri): Promise<Step | 'done' | 'cancelled'> => {
    const set = await makeFixtures({ ...wanted, now: Math.floor(Date.now() / 1000) });
    const files = filesOf(set, wanted);
    const { taken, links } = await namesTaken(to, Object.keys(files));
    if (links.length > 0) {
      void complain(`Nothing was written, because ${listed(links)} would be written through a symbolic link.`);
      return 'cancelled';
    }
    return taken.length > 0 ? askToReplace(to, set, files, taken) : save(to, set, files);
  };

  const askToReplace =
    (to: vscode.Uri, set: FixtureSet, files: Files, taken: readonly string[]): Step =>
    async () => {
      const items = [
        { value: false, icon: 'close', label: 'Keep existing files', description: 'Nothing is written' },
        { value: true, icon: 'replace-all', label: 'Replace existing files', description: listed(taken) },
      ];
      const placeholder = `${taken.length === 1 ? 'A file already exists' : `${taken.length} files already exist`}. Select what to do.`;
      const answer = await askChoice({ title, step: 4, totalSteps, placeholder, items });
      if (answer.kind !== 'value') return answer.kind;
      return answer.value ? save(to, set, files) : 'cancelled';
    };

  const save = async (to: vscode.Uri, { fixtures }: FixtureSet, files: Files): Promise<'done'> => {
    for (const [name, text] of Object.entries(files))
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(to, name), new TextEncoder().encode(text));
    made = fixtures;
    await vscode.window.showTextDocument(vscode.Uri.joinPath(to, indexFile));
    return 'done';
  };

  await runSteps(askAlgorithm);
  return made;
}

/** Texts by file name. */
type Files = Readonly<Record<string, string>>;

function filesOf({ fixtures, jwks, privateKey }: FixtureSet, wanted: Wanted): Files {
  const index = {
    about:
      'Tokens to test a verifier. The verifier expects this algorithm, issuer, and audience, and the key in jwks.json. ' +
      'private.jwk.json is a test key for these files. Use it only to sign more of them, and do not trust it anywhere else.',
    ...wanted,
    tokens: fixtures.map(({ name, expected, why }) => ({ file: fileOf(name), expected, why })),
  };
  return {
    // Without a line break at the end, because verifiers read the whole content of the file.
    ...Object.fromEntries(fixtures.map(({ name, token }) => [fileOf(name), token])),
    'jwks.json': jsonFile(jwks),
    'private.jwk.json': jsonFile(privateKey),
    [indexFile]: jsonFile(index),
  };
}

function fileOf(name: string): string {
  return `${name}.jwt`;
}

async function chosenFolder(): Promise<vscode.Uri | undefined> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Select a folder for the fixtures',
      openLabel: 'Write Fixtures Here',
      canSelectFiles: false,
      canSelectFolders: true,
      ...(workspace && { defaultUri: workspace }),
    })) ?? [];
  return folder;
}

/** The files that already exist, and which of them are symbolic links. */
async function namesTaken(
  folder: vscode.Uri,
  names: readonly string[],
): Promise<{ readonly taken: readonly string[]; readonly links: readonly string[] }> {
  const present = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => new Map(entries),
    // A missing folder is created with its first file.
    () => new Map<string, vscode.FileType>(),
  );
  const taken = names.filter((name) => present.has(name));
  return { taken, links: taken.filter((name) => isSymbolicLink(present.get(name))) };
}

function readName(text: string): Reading<string> {
  const value = text.trim();
  return value === ''
    ? { ok: false, problem: 'Enter a value. A verifier must expect something.' }
    : { ok: true, value };
}
