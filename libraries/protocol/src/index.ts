/**
 * Terminals, messages and channels over a WebSocket host, in Node.js and in browsers.
 *
 * @packageDocumentation
 */
/** From here, so that a program that speaks the protocol needs this package alone. */
export {
  createKeyPair,
  decodeBase58,
  deriveKeyPair,
  isPublicKey,
  type KeyPair,
  keyPairFromPrivateKey,
  sign,
  verify,
} from '@node-unit/credentials';
export { withHostToken } from './connection/withHostToken.js';
export type { SharedKey } from './builtIns/SharedKey.js';
export { ProtocolError, type ProtocolErrorCode } from './ProtocolError.js';
export type { ServiceHandler, ServiceReply, ServiceRequest } from './services/ServiceHandler.js';
export { ServiceEndpoint, type ServiceEndpointOptions } from './services/ServiceEndpoint.js';
export { ServiceClient } from './sessions/ServiceClient.js';
export { connectTerminal } from './terminal/connectTerminal.js';
export type { HostConnection } from './terminal/HostConnection.js';
export type { ServiceCall } from './terminal/ServiceCall.js';
export type { Terminal } from './terminal/Terminal.js';
export type { TerminalOptions } from './terminal/TerminalOptions.js';
export type { TerminalProblem, TerminalProblemCode } from './terminal/TerminalProblem.js';
export { decodeFrame } from './wire/decodeFrame.js';
export type { DecodedFrame, FrameHeader, MalformedFrameReason } from './wire/DecodedFrame.js';
export { encodeFrame } from './wire/encodeFrame.js';
export { decodePath, encodePath } from './wire/path.js';
export { isClusterOffer, isMemberCall } from './wire/clusterMethods.js';
export { AUTHENTICATE, HOST_ID, HOST_SERVICES } from './wire/hostServices.js';
export type { JsonObject, JsonSchema, JsonValue } from './wire/JsonValue.js';
export type { Message, ProgressEvent, Response } from './wire/Message.js';
export { readTerminalList, type TerminalList } from './directory/TerminalList.js';
export { readTerminalInfo } from './wire/readTerminalInfo.js';
export { servesCluster, type StatedPrincipal } from './wire/StatedPrincipal.js';
export { schemaFault } from './services/schemaFault.js';
export type { ServiceInfo, TerminalInfo } from './wire/TerminalInfo.js';
export { COMPRESSED_FROM_BYTES } from './websocket/compression.js';
export { type GatheredWrites, gatherWrites } from './websocket/gatherWrites.js';
