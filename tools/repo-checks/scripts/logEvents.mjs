// Finds the records that the programs log: events, levels and fields, read from the types of the log calls.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import ts from 'typescript';

const LEVELS = ['debug', 'info', 'warn', 'error'];

/**
 * The table of all events for common/docs/log-events.md.
 *
 * @param {string} root the top of the repository
 * @param {Readonly<Record<string, string>>} meanings one sentence for every event
 */
export function logEventTable(root, meanings) {
  const events = findLogEvents(sourceFiles(root), root);
  const names = events.map(({ event }) => event);
  const missing = names.filter((name) => !(name in meanings));
  const dead = Object.keys(meanings).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`logEventMeanings.mjs has no meaning of ${missing.join(', ')}`);
  if (dead.length > 0) throw new Error(`logEventMeanings.mjs explains what nothing logs: ${dead.join(', ')}`);
  const rows = events.map(
    ({ event, levels, programs, fields }) =>
      `| \`${event}\` | ${levels.join(', ')} | ${programs.join(', ')} | ${fields.map((field) => `\`${field}\``).join(', ') || '–'} | ${meanings[event]} |`,
  );
  return ['| event | level | program | fields | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/**
 * All events, sorted by name. A field that may be absent ends in `?`.
 *
 * @param {readonly string[]} files TypeScript sources
 * @param {string} root the top of the repository
 */
export function findLogEvents(files, root) {
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const nodes = files.flatMap((file) => descendants(program.getSourceFile(file)));
  const described = describedRecords(nodes, checker);
  const calls = nodes
    .filter((node) => isLogCall(node, checker))
    .flatMap((call) => recordsOfCall(call, checker, described, root))
    .map((record) => ({ ...record, programs: programsOf(record, nodes, root) }));
  return merge(calls);
}

/** The sources of all shipped packages, tests apart. */
export function sourceFiles(root) {
  return ['apps', 'libraries'].flatMap((kind) =>
    readdirSync(join(root, kind)).flatMap((project) =>
      readdirSync(join(root, kind, project, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.split(sep).includes('test'))
        .sort()
        .map((file) => join(root, kind, project, 'src', file)),
    ),
  );
}

function isLogCall(node, checker) {
  if (!ts.isCallExpression(node) || node.arguments.length !== 2) return false;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || !LEVELS.includes(expression.name.text)) return false;
  const declarations = checker.getSymbolAtLocation(expression.name)?.declarations ?? [];
  return declarations.some(({ parent }) => ts.isInterfaceDeclaration(parent) && parent.name.text === 'Logger');
}

function recordsOfCall(call, checker, described, root) {
  const [fieldsNode, eventNode] = call.arguments;
  const level = call.expression.name.text;
  return literalsOf(checker.getTypeAtLocation(eventNode), eventNode)
    .filter((event) => isReached(call, event, checker))
    .map((event) => {
      const fields = described.get(event) ?? variantFields(call, event, checker) ?? fieldsOf(fieldsNode, checker);
      return { event, levels: [level], call, fields };
    });
}

/** The program that logs; for a function of a library the programs that name the event, else all that call it. */
function programsOf({ call, event }, nodes, root) {
  const own = programOf(call, root);
  if (own !== undefined) return [own];
  const caller = ts.findAncestor(call, ts.isFunctionDeclaration)?.name?.text;
  const programsWith = (test) => nodes.filter(test).flatMap((node) => programOf(node, root) ?? []);
  const naming = programsWith((node) => ts.isStringLiteral(node) && node.text === event);
  return naming.length > 0 ? naming : programsWith((node) => ts.isIdentifier(node) && node.text === caller);
}

/** Apps that name events because they read them. */
const READERS = new Set(['unitctl']);

function programOf(node, root) {
  const [kind, project] = relative(root, node.getSourceFile().fileName).split(sep);
  return kind === 'apps' && !READERS.has(project) ? project : undefined;
}

/** Understands `if (NAMES.has(event)) logger.warn(…, event); else logger.info(…, event);` with a constant set. */
function isReached(call, event, checker) {
  const statement = ts.findAncestor(call, ts.isExpressionStatement);
  const choice = statement?.parent;
  if (!choice || !ts.isIfStatement(choice) || !ts.isCallExpression(choice.expression)) return true;
  const { expression, arguments: tested } = choice.expression;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'has') return true;
  if (tested[0]?.getText() !== call.arguments[1].getText()) return true;
  const set = checker.getSymbolAtLocation(expression.expression)?.valueDeclaration?.initializer;
  const list = set && ts.isNewExpression(set) ? set.arguments?.[0] : undefined;
  if (!list || !ts.isArrayLiteralExpression(list)) return true;
  const isInSet = list.elements.some((each) => ts.isStringLiteral(each) && each.text === event);
  return isInSet === (choice.thenStatement === statement);
}

/** The names that an event may have. A `string` could be anything, so the table could not be complete. */
function literalsOf(type, node) {
  const literals = (type.isUnion() ? type.types : [type]).map((each) => each.isStringLiteral() && each.value);
  if (literals.every(Boolean)) return literals;
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  throw new Error(`${file.fileName}:${line + 1}: the type of the event must name every event that is logged here`);
}

/** Fields of records that are made in one place and logged in another: `{ event: 'Name', fields: { … } }`. */
function describedRecords(nodes, checker) {
  const records = nodes.filter(ts.isObjectLiteralExpression).flatMap((literal) => {
    const event = property(literal, 'event');
    const fields = property(literal, 'fields');
    return event && fields ? [{ event, fields: valueOf(fields) }] : [];
  });
  const common = records
    .filter(({ event, fields }) => !isNamed(event) && ts.isObjectLiteralExpression(fields))
    .flatMap(({ fields }) => fields.properties.filter((each) => !ts.isSpreadAssignment(each)).map(nameOf));
  return new Map(
    records
      .filter(({ event }) => isNamed(event))
      .map(({ event, fields }) => [event.initializer.text, [...common, ...fieldsOf(fields, checker)]]),
  );
}

/**
 * Fields of an event that a union of types names: `({ event, id, ...rest }) => logger.info({ id, ...rest }, event)`.
 * The variant of the event has the fields.
 */
function variantFields(call, event, checker) {
  const declaration = checker.getSymbolAtLocation(call.arguments[1])?.valueDeclaration;
  if (!declaration || !ts.isBindingElement(declaration)) return undefined;
  const pattern = declaration.parent;
  const variants = checker.getTypeAtLocation(pattern);
  const variant = (variants.isUnion() ? variants.types : [variants]).find((each) => {
    const name = each.getProperty('event');
    return name && literalTypeOf(checker.getTypeOfSymbolAtLocation(name, call)) === event;
  });
  const record = recordLiteral(call.arguments[0], checker);
  if (!variant || !record) return undefined;
  const taken = pattern.elements
    .filter((each) => !each.dotDotDotToken)
    .map((each) => (each.propertyName ?? each.name).text);
  const named = record.properties.filter((each) => !ts.isSpreadAssignment(each)).map(nameOf);
  const isSnakeCase = record.properties.some(
    (each) => ts.isSpreadAssignment(each) && each.expression.getText().startsWith('snakeCaseFields('),
  );
  const rest = propertiesOf(variant, call, checker).filter((name) => !taken.includes(name.replace(/\?$/, '')));
  return [...named, ...rest.map((name) => (isSnakeCase ? snakeCase(name) : name))];
}

function literalTypeOf(type) {
  return type.isStringLiteral() ? type.value : undefined;
}

function recordLiteral(node, checker) {
  if (ts.isObjectLiteralExpression(node)) return node;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initializer && ts.isObjectLiteralExpression(initializer) ? initializer : undefined;
}

function fieldsOf(node, checker) {
  const fields = propertiesOf(checker.getTypeAtLocation(node), node, checker);
  if (!ts.isObjectLiteralExpression(node)) return fields;
  // The compiler lists what is spread first; readers look for what identifies the record.
  const named = node.properties.filter((each) => !ts.isSpreadAssignment(each)).map(nameOf);
  const isNamedHere = (field) => named.includes(field.replace(/\?$/, ''));
  const isOpen = node.properties.some(
    (each) =>
      ts.isSpreadAssignment(each) && checker.getTypeAtLocation(each.expression).getStringIndexType() !== undefined,
  );
  const rest = isOpen ? ['…'] : [];
  return [...fields.filter(isNamedHere), ...fields.filter((field) => !isNamedHere(field)), ...rest];
}

function propertiesOf(type, node, checker) {
  const variants = type.isUnion() ? type.types : [type];
  const names = [...new Set(variants.flatMap((each) => each.getProperties().map(({ name }) => name)))];
  const isOpen = variants.some((each) => each.getStringIndexType() !== undefined);
  const fields = names.map((name) => {
    const isAlways = variants.every((each) => {
      const symbol = each.getProperty(name);
      if (!symbol || symbol.flags & ts.SymbolFlags.Optional) return false;
      const value = checker.getTypeOfSymbolAtLocation(symbol, node);
      return !(value.isUnion() ? value.types : [value]).some((each) => each.flags & ts.TypeFlags.Undefined);
    });
    return isAlways ? name : `${name}?`;
  });
  return isOpen ? [...fields, '…'] : fields;
}

/** One row for each event: everything that any of its log calls has. */
function merge(records) {
  const byEvent = new Map();
  for (const record of records) byEvent.set(record.event, [...(byEvent.get(record.event) ?? []), record]);
  return [...byEvent.values()]
    .map((calls) => ({
      event: calls[0].event,
      levels: LEVELS.filter((level) => calls.some(({ levels }) => levels.includes(level))),
      programs: [...new Set(calls.flatMap(({ programs }) => programs))].sort(),
      fields: mergeFields(calls.map(({ fields }) => fields)),
    }))
    .sort((one, other) => (one.event < other.event ? -1 : 1));
}

function mergeFields(lists) {
  const names = [...new Set(lists.flat().map((field) => field.replace(/\?$/, '')))];
  return names.map((name) => (lists.every((fields) => fields.includes(name)) || name === '…' ? name : `${name}?`));
}

function property(literal, name) {
  return literal.properties.find((each) => !ts.isSpreadAssignment(each) && nameOf(each) === name);
}

function isNamed(event) {
  return ts.isPropertyAssignment(event) && ts.isStringLiteral(event.initializer);
}

function valueOf(node) {
  return ts.isPropertyAssignment(node) ? node.initializer : node.name;
}

function nameOf(node) {
  return node.name.text;
}

function snakeCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function descendants(node) {
  const found = [];
  const visit = (each) => {
    found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}
