import { signatureAlgorithms } from '../../core/facts/algorithms.ts';
import { reportOn } from '../../core/report/report.ts';
import type { Knowledge, KnownVerification, Report } from '../../core/report/report.ts';
import { enliven, plain } from '../../core/text/sentence.ts';
import type { TimeState } from '../../core/claims/timeState.ts';
import type { Token } from '../../core/token/token.ts';
import { nestedIn } from '../../core/token/nested.ts';
import { visibleStart } from '../../core/text/visible.ts';
import type { KeyChoice } from '../../services/verification/verifyRequest.ts';
import { editorView } from './editorView.ts';
import { offered } from './keyChoices.ts';
import { memberTable } from './memberRows.ts';
import type { Part } from './memberRows.ts';
import { isJweKind, withPlaintext } from './plaintext.ts';
import type { VerifyForm } from '../protocol/forms.ts';
import type { PanelView } from '../protocol/pageView.ts';
import type { Display, Remembered } from '../protocol/remembered.ts';
import { fixLabel } from './fixes.ts';
import type { DraftState } from './draftState.ts';
import { asks, isOnTheSpot } from './verifyRequest.ts';
import { bannerOn, noToken, working } from './banner.ts';

const noTime: TimeState = { state: 'unknown', changesAt: [] };

/** Everything the page depends on. */
export interface PanelModel {
  readonly token: Token | undefined;
  /** The tokens around it, outermost first. */
  readonly outer: readonly Token[];
  readonly revision: number;
  readonly notes: readonly string[];
  readonly source: string | undefined;
  readonly form: VerifyForm;
  readonly display: Display;
  readonly remembered: Remembered;
  readonly choices: readonly KeyChoice[];
  /** What is known of the token; while another verification is under way, by the last one. */
  readonly knowledge: Knowledge;
  readonly wants: PanelView['wants'];
  readonly verifying: boolean;
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
  const { token: written } = model;
  const { verification, decryption } = model.knowledge;
  const token = written && withPlaintext(written, decryption);
  const report = token && reportOn(token, model.knowledge, now);
  const time = report?.time ?? noTime;
  const problem = model.problem ?? report?.problem;
  const table = (part: Part): PanelView[Part] =>
    token ? memberTable(token, part, time) : { rows: [], more: 0, json: '' };
  const view: PanelView = {
    revision: model.revision,
    token: written?.text ?? '',
    parts: token ? parts(token) : [],
    verdict: report ? banner(report, model) : noToken,
    notes: model.notes,
    levels: {
      outer: model.outer.map(levelName),
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
    checks: verification ? checks(verification, time, now) : [],
    explanations: (verification?.result?.explanations ?? []).map(({ id, detail, fix }) => ({
      id,
      detail,
      fix: fixLabel(fix, model.form),
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
    findings: written && report ? findings(written, report, model, now) : [],
    remembered: model.remembered,
    ...(model.source !== undefined && { source: model.source }),
    ...(problem !== undefined && { problem }),
    ...(model.editing && {
      editor: editorView(model.editing, { choices: storedKeys(model), isInDocument: model.isInDocument }),
    }),
  };
  return { view, changesAt: report?.changesAt ?? [] };
}

function banner(report: Report, { verifying, knowledge }: PanelModel): PanelView['verdict'] {
  return verifying ? working(report.token) : bannerOn(report, knowledge.decryption);
}

/** `Encrypted token (RSA-OAEP)`: a step of the way through tokens inside each other. */
function levelName(token: Token): string {
  const name = isJweKind(token) ? 'Encrypted token' : 'Signed token';
  return token.alg === undefined ? name : `${name} (${visibleStart(token.alg)})`;
}

/** What can be chosen: issuers publish no keys that decrypt. */
function choices(model: PanelModel, token: Token | undefined): PanelView['choices'] {
  const { form } = model;
  const isOnlyStored = token !== undefined && isJweKind(token);
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

function parts({ segments, kind, disclosures }: Token): PanelView['parts'] {
  const names =
    kind === 'jwe' || kind === 'jwe-json'
      ? (['header', 'other', 'other', 'payload', 'signature'] as const)
      : (['header', 'payload', 'signature'] as const);
  return [
    ...segments.map(({ start, end }, index) => ({ start, end, part: names[index] ?? 'other' })),
    ...disclosures.map(({ segment: { start, end } }) => ({ start, end, part: 'payload' as const })),
  ];
}

function checks({ result, at }: KnownVerification, time: TimeState, now: Date): PanelView['checks'] {
  const instants: Readonly<Record<string, number | undefined>> = { exp: time.exp, nbf: time.nbf, iat: time.iat };
  return (result?.checks ?? []).map(({ id, outcome, detail }) => {
    const instant = instants[id];
    return { id, outcome, detail: instant === undefined ? plain(detail) : enliven(detail, [instant], at ?? now) };
  });
}

function findings(
  written: Token,
  report: Report,
  { knowledge, verifying }: PanelModel,
  now: Date,
): PanelView['findings'] {
  const { exp, nbf, iat } = report.time;
  const instants = [exp, nbf, iat].filter((instant) => instant !== undefined);
  // While another verification is under way, the last one may be of a token with other characters.
  const { verification: _outdated, ...known } = knowledge;
  const isOfWritten = report.token === written && !verifying;
  const { findings: found } = isOfWritten ? report : reportOn(written, verifying ? known : knowledge, now);
  return found.map(({ ruleId, severity, message, start, end }) => ({
    ruleId,
    severity,
    message: enliven(message, instants, now),
    start,
    end,
  }));
}

function defaults({ form, choices: configured, knowledge }: PanelModel): PanelView['defaults'] {
  const profile = configured.find(({ id }) => id === form.choice)?.profile;
  const { issuer, audience } = profile ?? {};
  return {
    issuer: issuer === null ? 'not used' : (issuer ?? ''),
    audience: audience === null ? 'not used' : [audience ?? []].flat().join(', '),
    algorithms: profile?.algorithms ?? [],
    tolerance: String(profile?.leewaySeconds ?? knowledge.leewaySeconds ?? 0),
  };
}
