import { describe, expect, it } from 'vitest';

import { allowedImports, fences, type Project, readProjects } from '../index.js';

const SCOPE = '@node-unit/';
const projects = readProjects();
const shipped = projects.filter(({ folder }) => !folder.startsWith('tools/'));
const inside = ({ dependencies }: Project) =>
  dependencies.filter((name) => name.startsWith(SCOPE)).map((name) => name.slice(SCOPE.length));

describe('the one-way order of packages', () => {
  it('covers every shipped project', () => {
    expect(shipped.map(({ folder }) => folder).sort()).toEqual(Object.keys(allowedImports).sort());
  });

  it.each(shipped.map((project) => [project.folder, project] as const))(
    '%s depends only downwards',
    (folder, project) => {
      const forbidden = inside(project).filter((name) => !allowedImports[folder]?.includes(name));
      expect(forbidden, `${folder} must not depend on`).toEqual([]);
    },
  );

  it.each(projects.map((project) => [project.folder, project] as const))(
    '%s imports only what it declares',
    (_folder, { imports, dependencies }) => {
      expect(imports.filter((name) => !dependencies.includes(name))).toEqual([]);
    },
  );

  it.each(shipped.map((project) => [project.folder, project] as const))(
    '%s keeps to its side of the fences',
    (folder, { dependencies }) => {
      expect(dependencies.filter((name) => fences[name] && !fences[name].includes(folder))).toEqual([]);
    },
  );
});
