/**
 * The common base of all programs: environment variables that are read and validated once, structured logs, signals,
 * exit codes, `--help` and `--version`. For tools: command line options and a reporter.
 *
 * @packageDocumentation
 */
export { AppError } from './AppError.js';
export type { AppContext, AppDefinition, AppVariables } from './AppDefinition.js';
export type { LineFormat } from './log/lineFormat.js';
export { createLogger, type LogFields, type Logger, type ProgramLogger } from './log/createLogger.js';
export { describeEnvironment } from './describeEnvironment.js';
export type { Environment, EnvironmentConfig, EnvironmentVariable } from './Environment.js';
export { environmentTable } from './environmentTable.js';
export { identityLoss } from './identityLoss.js';
export { openTerminal, type TerminalRecords } from './openTerminal.js';
export { snakeCaseFields, type SnakeCaseFields } from './snakeCaseFields.js';
export { createReporter, type Reporter } from './createReporter.js';
export { EXIT, exitAfterParsing } from './exitCodes.js';
export { interruptible } from './interruptible.js';
export { amount, wholeNumber } from './optionReaders.js';
export { readEnvironment, type EnvironmentResult } from './readEnvironment.js';
export { type RefusalEvent, RefusalLog } from './RefusalLog.js';
export { runApp } from './runApp.js';
export { tokenAdvice } from './tokenAdvice.js';
export { untilAborted } from './untilAborted.js';
export { type HostConfig, hostOf, hostVariables, readTokenFile } from './hostVariables.js';
export type { MetricDeclaration, MetricDeclarations, MetricLabels, MetricValue } from './metrics/MetricDeclaration.js';
export {
  commonMetrics,
  createMetrics,
  type Metrics,
  type MetricsSubject,
  type MetricsText,
} from './metrics/Metrics.js';
export { connectionMetrics, measureConnection } from './metrics/measureConnection.js';
export { METRICS_PORT_TAG, metricsTags } from './metrics/metricsTags.js';
export { type MetricsConfig, metricsVariables } from './metrics/metricsVariables.js';
export { serveMetrics, type ServedMetrics } from './metrics/serveMetrics.js';
export { commonVariables } from './commonVariables.js';
export {
  booleanText,
  count,
  httpPort,
  milliseconds,
  optionalPort,
  optionalText,
  postgresUri,
  publicKeys,
  textReadBy,
  tokenText,
  webSocketUrl,
} from './variableSchemas.js';
export { logOutages, type OutageLogOptions } from './logOutages.js';
