import * as vscode from 'vscode';
import type { Finding, RelatedPlace, Severity } from '../../core/text/finding.ts';
import type { Span } from '../../core/text/span.ts';
import { commandUri } from '../../services/commands.ts';
import type { IndexedToken } from '../../services/tokens/tokenIndex.ts';

/** Other places of one token that a problem links. */
const relatedPlaces = 20;

const diagnosticSeverities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/**
 * A finding as VS Code lists it. `rangeOf` maps its offsets to the document; `others` are more places of the same
 * token.
 */
export function toDiagnostic(
  uri: vscode.Uri,
  { start, end, message, severity, ruleId, related = [] }: Finding,
  rangeOf: (span: Span) => vscode.Range,
  others: readonly IndexedToken[] = [],
): vscode.Diagnostic {
  const link = (range: vscode.Range, what: string): vscode.DiagnosticRelatedInformation =>
    new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), what);
  const linkOf = (place: RelatedPlace): readonly vscode.DiagnosticRelatedInformation[] =>
    place.file === undefined ? [link(rangeOf(place), place.message)] : linkElsewhere(place.file, place);
  const diagnostic = new vscode.Diagnostic(rangeOf({ start, end }), message, diagnosticSeverities[severity]);
  diagnostic.source = 'JWT';
  diagnostic.code = { value: ruleId, target: commandUri('jwtInspector.explainRule', ruleId) };
  diagnostic.relatedInformation = [
    ...related.flatMap(linkOf),
    ...others.slice(0, relatedPlaces).map(({ range }) => link(range, 'The same token again')),
  ];
  return diagnostic;
}

/** A link to a place in another document, by its address, while that is open. */
function linkElsewhere(
  file: string,
  { start, end, message }: RelatedPlace,
): readonly vscode.DiagnosticRelatedInformation[] {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file);
  if (document === undefined) return [];
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return [new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, range), message)];
}
