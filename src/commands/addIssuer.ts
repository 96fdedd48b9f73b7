import * as vscode from 'vscode';
import type { ConfiguredIssuer } from '../core/issuers/issuerSettings.ts';
import { parseIssuerUrl } from '../core/text/origin.ts';
import { listed, quoted, visibleStart } from '../core/text/visible.ts';
import { complain, inform } from '../platform/messages.ts';
import { askChoice, askText, runSteps } from '../platform/steps.ts';
import type { ChoiceStepOptions, Reading, Step } from '../platform/steps.ts';
import type { Issuers } from '../services/issuers/issuers.ts';
import { issuerOf } from '../services/network/issuerMetadata.ts';
import type { JwksClient } from '../services/network/jwksClient.ts';
import type { Services } from './services.ts';

/** What an issuer says of itself, and what that comes to. */
interface Discovered {
  readonly issuer: string;
  readonly jwksUri: string;
  /** The algorithms that its keys can check. */
  readonly algorithms: readonly string[];
  /** A line for each key. */
  readonly keys: readonly string[];
  readonly notes: readonly string[];
}

const title = 'JWT: Add Issuer';

/**
 * `JWT: Add Issuer…`: asks an issuer for its keys, shows what would be trusted, and saves it. Gives the name. Loaded
 * when first run.
 */
export async function addIssuer({
  issuers,
  jwksClient,
}: Pick<Services, 'issuers' | 'jwksClient'>): Promise<string | undefined> {
  const hasWorkspace = vscode.workspace.isTrusted && (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const totalSteps = hasWorkspace ? 5 : 4;
  let address = '';
  let audiences: readonly string[] = [];
  let name = '';

  const askAddress: Step = async () => {
    const answer = await askText({
      title,
      step: 1,
      totalSteps,
      text: address,
      placeholder: 'https://login.example.com',
      prompt: 'The issuer: its URL as it stands in the “iss” of its tokens, or the URL of its discovery document.',
      read: (text) => discover(jwksClient, text),
    });
    if (answer.kind !== 'value') return answer.kind;
    address = answer.value.issuer;
    name ||= new URL(address).host;
    return showTrust(answer.value);
  };

  const showTrust = (found: Discovered): Step => {
    const step: Step = async () => {
      const answer = await askChoice({
        title,
        step: 2,
        totalSteps,
        placeholder: 'This is what will be trusted.',
        items: trustItems(found),
      });
      if (answer.kind !== 'value') return answer.kind;
      return answer.value ? askAudience(found) : step();
    };
    return step;
  };

  const askAudience =
    (found: Discovered): Step =>
    async () => {
      const answer = await askText({
        title,
        step: 3,
        totalSteps,
        text: audiences.join(', '),
        placeholder: 'orders-api',
        prompt:
          'The audience your tokens are for, their “aud”; several with commas. Without one no token of this issuer is called verified.',
        read: (text) => ({ ok: true, value: text.split(',').flatMap((part) => part.trim() || []) }),
      });
      if (answer.kind !== 'value') return answer.kind;
      audiences = answer.value;
      return askName(found);
    };

  const askName =
    (found: Discovered): Step =>
    async () => {
      const answer = await askText({
        title,
        step: 4,
        totalSteps,
        text: name,
        prompt: 'A name for the issuer. Verdicts show it.',
        read: (text) => readName(text, issuers),
      });
      if (answer.kind !== 'value') return answer.kind;
      name = answer.value;
      return hasWorkspace ? askPlace(found) : save(found, 'user', askName(found));
    };

  const askPlace = (found: Discovered): Step => {
    const step: Step = async () => {
      const answer = await askChoice({
        title,
        step: 5,
        totalSteps,
        placeholder: 'Where shall the issuer be saved?',
        items: [
          { value: 'user', icon: 'account', label: 'User settings', description: 'for all your workspaces' },
          {
            value: 'workspace',
            icon: 'folder',
            label: 'Workspace settings',
            description: 'for everyone who works here',
          },
        ] as const,
      });
      return answer.kind === 'value' ? save(found, answer.value, step) : answer.kind;
    };
    return step;
  };

  const save = async (
    { issuer, algorithms, keys }: Discovered,
    origin: ConfiguredIssuer['origin'],
    again: Step,
  ): Promise<Step | 'done'> => {
    const [audience, ...others] = audiences;
    const expected = audience === undefined ? {} : { audience: others.length === 0 ? audience : audiences };
    const problem = await issuers.add({ name, issuer, ...expected, algorithms, discovery: true }, origin);
    if (problem !== undefined) {
      void complain(problem);
      return again;
    }
    const counted = keys.length === 1 ? 'one key' : `${keys.length} keys`;
    void inform(`The issuer ${quoted(name)} is saved. Its tokens are verified with ${counted}.`);
    return 'done';
  };

  return (await runSteps(askAddress)) ? name : undefined;
}

/** Asks the issuer, after the user has approved its origin and that of its keys, or says why nothing came of it. */
async function discover(jwksClient: JwksClient, text: string): Promise<Reading<Discovered>> {
  const issuer = issuerOf(text);
  const parsed = parseIssuerUrl(issuer);
  if (!parsed.ok) return { ok: false, problem: `The issuer ${parsed.problem}.` };
  const request = { interactive: true, refresh: true };
  const found = await jwksClient.metadata(issuer, request);
  if (!found.ok) return { ok: false, problem: [found.problem, ...keySetAdvice(parsed.url)].join(' ') };
  const { jwksUri, algorithms: advertised } = found.metadata;
  const set = await jwksClient.keySet(jwksUri, request);
  if (!set.ok) return set;
  const { algorithmsOf, summarizeKeys } = await import('../core/keys/keySummary.ts');
  const inputs = [{ material: { keys: set.keys } }];
  const { keys, problems } = await summarizeKeys(inputs);
  const algorithms = await algorithmsOf(inputs, advertised);
  const notes = [...found.notes, ...set.notes, ...problems, ...keys.flatMap(({ faults }) => faults)];
  if (algorithms.length === 0) {
    const problem = 'None of its keys can check a signature of the algorithms it says it uses.';
    return { ok: false, problem: [problem, ...notes].join(' ') };
  }
  const lines = keys.map(({ kid, description }) => (kid === undefined ? description : `${kid} (${description})`));
  return { ok: true, value: { issuer, jwksUri, algorithms, keys: lines, notes } };
}

/** For those who gave the address of the keys. */
function keySetAdvice({ pathname }: URL): readonly string[] {
  return /\/(?:jwks|certs|keys)(?:\.json)?$/i.test(pathname)
    ? ['This looks like the address of a JWKS: that is the “jwksUri” of an issuer in the setting jwtInspector.issuers.']
    : [];
}

/** One row goes on; the others are there to be read. */
function trustItems({ issuer, jwksUri, algorithms, keys, notes }: Discovered): ChoiceStepOptions<boolean>['items'] {
  const facts: readonly (readonly [icon: string, label: string, text: string])[] = [
    ['organization', 'Issuer', visibleStart(issuer, longestFact)],
    ['link', 'Keys from', visibleStart(jwksUri, longestFact)],
    ['shield', 'Algorithms', listed(algorithms)],
    ['key', keys.length === 1 ? '1 key' : `${keys.length} keys`, listed(keys)],
    ...notes.map((note) => ['warning', 'Note', note] as const),
  ];
  return [
    { value: true, icon: 'check', label: 'Trust this issuer', description: 'and verify its tokens with these keys' },
    ...facts.map(([icon, label, detail]) => ({ value: false, icon, label, detail })),
  ];
}

/** What would be trusted is shown whole, as far as a row can show it. */
const longestFact = 500;

function readName(text: string, issuers: Issuers): Reading<string> {
  const name = text.trim();
  if (name === '') return { ok: false, problem: 'The issuer needs a name.' };
  if (issuers.all().some(({ profile }) => profile.name === name))
    return { ok: false, problem: `There is an issuer ${quoted(name)} already.` };
  return { ok: true, value: name };
}
