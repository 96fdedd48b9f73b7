import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/rules/finding.ts';
import type { Span } from '../../core/token/span.ts';
import { commandUri } from '../../platform/commands.ts';
import type { IndexedToken } from '../../services/tokenIndex.ts';

/** Other places of one token that a problem links. */
const relatedPlaces = 20;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A finding as VS Code lists it. `positionAt` maps its offsets to the document; `others` are more places of the same token. */
export function toDiagnostic(
  uri: vscode.Uri,
  { start, end, message, severity, ruleId, related = [] }: Finding,
  positionAt: (offset: number) => vscode.Position,
  others: readonly IndexedToken[] = [],
): vscode.Diagnostic {
  const rangeOf = (span: Span): vscode.Range => new vscode.Range(positionAt(span.start), positionAt(span.end));
  const link = (range: vscode.Range, what: string): vscode.DiagnosticRelatedInformation =>
    new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), what);
  const diagnostic = new vscode.Diagnostic(rangeOf({ start, end }), message, severities[severity]);
  diagnostic.source = 'JWT';
  diagnostic.code = { value: ruleId, target: commandUri('jwtInspector.explainRule', ruleId) };
  diagnostic.relatedInformation = [
    ...related.map((place) => link(rangeOf(place), place.message)),
    ...others.slice(0, relatedPlaces).map(({ range }) => link(range, 'The same token again')),
  ];
  return diagnostic;
}
