import { signatureAlgorithms } from '../core/facts/algorithms.ts';
import { allFindings } from '../core/rules/allFindings.ts';
import type { Severity } from '../core/rules/finding.ts';
import { enliven, plain } from '../core/sentence.ts';
import { timeState, type TimeState } from '../core/time.ts';
import { parseToken } from '../core/token/parse.ts';
import type { ParsedToken } from '../core/token/token.ts';
import { nestedIn } from '../core/token/nested.ts';
import { visibleStart } from '../core/visible.ts';
import type { DecryptOutcome, KeyChoice, VerifyOutcome } from '../services/verifier.ts';
import { editorView } from './editorView.ts';
import { offered } from './keyChoices.ts';
import { memberRows, partText, readable, type Part } from './memberRows.ts';
import { isEncrypted, withPlaintext } from './plaintext.ts';
import type { Display, PanelView, Remembered, VerifyForm } from './protocol.ts';
import { remedyLabel } from './remedies.ts';
import type { DraftState } from './tokenEditor.ts';
import { asks, isOnTheSpot } from './verifyRequest.ts';
import { bannerOn, bannerOnDecrypted, noToken, working } from './verdict.ts';

/** A verification and when it was made: its sentences are true of that moment. */
export interface TimedOutcome {
  readonly at: Date;
  readonly result: VerifyOutcome;
}

/** Everything the page depends on. */
export interface PanelModel {
  readonly token: string;
  /** The tokens around it, outermost first. */
  readonly outer: readonly string[];
  readonly revision: number;
  readonly notes: readonly string[];
  readonly source: string | undefined;
  readonly form: VerifyForm;
  readonly display: Display;
  readonly remembered: Remembered;
  readonly choices: readonly KeyChoice[];
  readonly leewaySeconds: number;
  /** The user's word on single rules. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly wants: PanelView['wants'];
  readonly verifying: boolean;
  /** The last verification of this token; while another is under way, of what the token or the form was before. */
  readonly outcome: TimedOutcome | undefined;
  /** What became of decrypting this token. */
  readonly opened: DecryptOutcome | undefined;
  /** Why a verification could not be made. */
  readonly problem: string | undefined;
  /** The token that is being written. */
  readonly editing: DraftState | undefined;
  readonly isInDocument: boolean;
}

/** The page for a model at `now`, and the instants at which it has to be built anew. */
export function buildView(
  model: PanelModel,
  now: Date,
): { readonly view: PanelView; readonly changesAt: readonly Date[] } {
  const written = model.token === '' ? undefined : parseToken(model.token);
  const token = written && withPlaintext(written, model.opened);
  const { verification, profile, problem = model.opened?.problem ?? model.problem } = model.outcome?.result ?? {};
  const leewaySeconds = profile?.leewaySeconds ?? model.leewaySeconds;
  const time = timeState(token?.payload?.json, now, leewaySeconds);
  const table = (part: Part): PanelView[Part] => ({
    rows: token ? memberRows(token, part, time) : [],
    json: token ? readable(partText(token, part)) : '',
  });
  const view: PanelView = {
    revision: model.revision,
    token: model.token,
    parts: token ? parts(token) : [],
    verdict: token ? banner(token, time, model) : noToken,
    notes: model.notes,
    levels: {
      outer: model.outer.map((text) => levelName(parseToken(text))),
      shown: token ? levelName(token) : '',
      hasInner: token !== undefined && nestedIn(token) !== undefined,
    },
    asks: asks(token, model.form),
    form: model.form,
    display: model.display,
    choices: choices(model, token),
    defaults: defaults(model),
    algorithms: signatureAlgorithms,
    wants: model.wants,
    verifying: model.verifying,
    checks: model.outcome ? checks(model.outcome, time) : [],
    explanations: (verification?.explanations ?? []).map(({ id, detail, remedy }) => ({
      id,
      detail,
      remedy: remedyLabel(remedy, model.form),
    })),
    lifetime: {
      ...(time.iat !== undefined && { issued: time.iat }),
      ...(time.nbf !== undefined && { validFrom: time.nbf }),
      ...(time.exp !== undefined && { expires: time.exp }),
    },
    header: table('header'),
    payload: table('payload'),
    disclosures: table('disclosures'),
    presented: table('presented'),
    findings: written ? findings(written, time, { ...model, leewaySeconds }, now) : [],
    remembered: model.remembered,
    ...(model.source !== undefined && { source: model.source }),
    ...(problem !== undefined && { problem }),
    ...(model.editing && {
      editor: editorView(model.editing, { choices: storedKeys(model), isInDocument: model.isInDocument }),
    }),
  };
  return { view, changesAt: time.changesAt };
}

function banner(token: ParsedToken, time: TimeState, { verifying, opened, outcome }: PanelModel): PanelView['verdict'] {
  if (verifying) {
    return working(token);
  }
  return opened ? bannerOnDecrypted(token, time, opened) : bannerOn(token, time, outcome?.result.verification);
}

/** `Encrypted token (RSA-OAEP)`: a step of the way through tokens inside each other. */
function levelName(token: ParsedToken): string {
  const name = isEncrypted(token) ? 'Encrypted token' : 'Signed token';
  return token.alg === undefined ? name : `${name} (${visibleStart(token.alg)})`;
}

/** What can be chosen: issuers publish no keys that decrypt. */
function choices(model: PanelModel, token: ParsedToken | undefined): PanelView['choices'] {
  const { form } = model;
  const isOnlyStored = token !== undefined && isEncrypted(token);
  return offered(isOnlyStored ? storedKeys(model) : model.choices, {
    choice: form.choice,
    isOnTheSpot: isOnTheSpot(form),
    goneDetail: 'no longer configured',
  });
}

/** Issuers sign with keys of their own, too. */
function storedKeys({ choices: configured }: PanelModel): PanelModel['choices'] {
  return configured.filter(({ kind }) => kind === 'stored');
}

function parts({ segments, kind, disclosures }: ParsedToken): PanelView['parts'] {
  const names =
    kind === 'jwe' || kind === 'jwe-json'
      ? (['header', 'other', 'other', 'payload', 'signature'] as const)
      : (['header', 'payload', 'signature'] as const);
  return [
    ...segments.map(({ start, end }, index) => ({ start, end, part: names[index] ?? 'other' })),
    ...disclosures.map(({ segment: { start, end } }) => ({ start, end, part: 'payload' as const })),
  ];
}

function checks({ at, result }: TimedOutcome, time: TimeState): PanelView['checks'] {
  const instants: Readonly<Record<string, number | undefined>> = { exp: time.exp, nbf: time.nbf, iat: time.iat };
  return result.verification.checks.map(({ id, outcome, detail }) => {
    const instant = instants[id];
    return { id, outcome, detail: instant === undefined ? plain(detail) : enliven(detail, [instant], at) };
  });
}

/** What the token shows by itself and against what was expected of it, and what its verification found. */
function findings(token: ParsedToken, time: TimeState, model: PanelModel, now: Date): PanelView['findings'] {
  const { leewaySeconds, rules } = model;
  // While another verification is under way, the last one may be of a token with other characters.
  const { profile, verification } = (model.verifying ? undefined : model.outcome?.result) ?? {};
  const instants = [time.exp, time.nbf, time.iat].filter((instant) => instant !== undefined);
  const options = { now, leewaySeconds, rules, ...(profile && { profile }) };
  return allFindings(token, options, verification?.findings).map(({ ruleId, severity, message, start, end }) => ({
    ruleId,
    severity,
    message: enliven(message, instants, now),
    start,
    end,
  }));
}

function defaults({ form, choices: configured, leewaySeconds }: PanelModel): PanelView['defaults'] {
  const profile = configured.find(({ id }) => id === form.choice)?.profile;
  const { issuer, audience } = profile ?? {};
  return {
    issuer: issuer === null ? 'not used' : (issuer ?? ''),
    audience: audience === null ? 'not used' : [audience ?? []].flat().join(', '),
    algorithms: profile?.algorithms ?? [],
    tolerance: String(profile?.leewaySeconds ?? leewaySeconds),
  };
}
