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

/** The metadata of an issuer, and the settings that follow from it. */
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
 * `JWT: Add Issuer…`: asks an issuer for its keys, shows what would be trusted, and saves it. Returns the name. Loaded
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
      prompt: 'Enter the URL of the issuer as in the “iss” of its tokens, or the URL of its discovery document.',
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
        placeholder: 'Review what you are about to trust',
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
          'Enter the audience (“aud”) of your tokens. Separate several with commas. Without an audience, no token from this issuer is reported as verified.',
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
        prompt: 'Enter a name for the issuer. Verdicts show this name.',
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
        placeholder: 'Select where to save the issuer',
        items: [
          { value: 'user', icon: 'account', label: 'User settings', description: 'Apply in all your workspaces' },
          {
            value: 'workspace',
            icon: 'folder',
            label: 'Workspace settings',
            description: 'Shared with everyone who uses this workspace',
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
    void inform(`Saved the issuer ${quoted(name)}. Its tokens are verified with ${counted}.`);
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
    const problem = 'None of its keys can verify a signature with the algorithms that the issuer lists.';
    return { ok: false, problem: [problem, ...notes].join(' ') };
  }
  const lines = keys.map(({ kid, description }) => (kid === undefined ? description : `${kid} (${description})`));
  return { ok: true, value: { issuer, jwksUri, algorithms, keys: lines, notes } };
}

/** If the user entered the URL of the keys. */
function keySetAdvice({ pathname }: URL): readonly string[] {
  return /\/(?:jwks|certs|keys)(?:\.json)?$/i.test(pathname)
    ? ['This looks like the URL of a JWKS. Use it as the “jwksUri” of an issuer in the setting jwtInspector.issuers.']
    : [];
}

/** One row continues; the others are only for reading. */
function trustItems({ issuer, jwksUri, algorithms, keys, notes }: Discovered): ChoiceStepOptions<boolean>['items'] {
  const facts: readonly (readonly [icon: string, label: string, text: string])[] = [
    ['organization', 'Issuer', visibleStart(issuer, longestFact)],
    ['link', 'Keys from', visibleStart(jwksUri, longestFact)],
    ['shield', 'Algorithms', listed(algorithms)],
    ['key', keys.length === 1 ? '1 key' : `${keys.length} keys`, listed(keys)],
    ...notes.map((note) => ['warning', 'Note', note] as const),
  ];
  return [
    { value: true, icon: 'check', label: 'Trust this issuer', description: 'Verify its tokens with these keys' },
    ...facts.map(([icon, label, detail]) => ({ value: false, icon, label, detail })),
  ];
}

/** What would be trusted is shown whole, as far as a row can show it. */
const longestFact = 500;

function readName(text: string, issuers: Issuers): Reading<string> {
  const name = text.trim();
  if (name === '') return { ok: false, problem: 'Enter a name for the issuer.' };
  if (issuers.all().some(({ profile }) => profile.name === name))
    return { ok: false, problem: `An issuer named ${quoted(name)} already exists.` };
  return { ok: true, value: name };
}
