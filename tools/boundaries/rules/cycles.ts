import type { SourceModule } from '../modules.ts';
import { featureOf, isProductCode, isTestCode, type Rule } from './rule.ts';

/** Where an edge of the graph comes from in the source. */
interface Edge {
  to: string;
  path: string;
  line: number;
}

type Graph = Map<string, Edge[]>;

const importCycle: Rule = {
  name: 'import-cycle',
  check: (modules) =>
    cyclesOf(graphOf(modules, (path) => path)).map(({ edge, nodes }) => ({
      path: edge.path,
      line: edge.line,
      message: `files import each other in a circle: ${[...nodes, nodes[0]].join(' → ')}.`,
    })),
};

const featureCycle: Rule = {
  name: 'feature-cycle',
  check: (modules) => {
    const source = modules.filter((module) => isProductCode(module) && !isTestCode(module.path));
    return cyclesOf(graphOf(source, featureOf)).map(({ edge, nodes }) => ({
      path: edge.path,
      line: edge.line,
      message: `features need each other in a circle: ${[...nodes, nodes[0]].join(' → ')}.`,
    }));
  },
};

export const cycleRules: readonly Rule[] = [importCycle, featureCycle];

function graphOf(modules: readonly SourceModule[], nodeOf: (path: string) => string | null): Graph {
  const graph: Graph = new Map();
  for (const { path, imports } of modules) {
    const from = nodeOf(path);
    for (const { target, line } of imports) {
      const to = target === null ? null : nodeOf(target);
      // A file that imports itself is a circle; a feature does so all the time.
      if (from === null || to === null || (from === to && from !== path)) continue;
      const edges = graph.get(from) ?? [];
      edges.push({ to, path, line });
      graph.set(from, edges);
    }
  }
  return graph;
}

/** One circle for each edge that leads back to a node on the way to it (depth-first search). */
function cyclesOf(graph: Graph): { nodes: string[]; edge: Edge }[] {
  const cycles: { nodes: string[]; edge: Edge }[] = [];
  const done = new Set<string>();
  const way: string[] = [];

  function enter(node: string): void {
    way.push(node);
    const backEdges = new Set<string>();
    for (const edge of graph.get(node) ?? []) {
      const start = way.indexOf(edge.to);
      if (start >= 0 && !backEdges.has(edge.to)) {
        backEdges.add(edge.to);
        cycles.push({ nodes: way.slice(start), edge });
      } else if (start < 0 && !done.has(edge.to)) enter(edge.to);
    }
    way.pop();
    done.add(node);
  }

  for (const node of graph.keys()) if (!done.has(node)) enter(node);
  return cycles;
}
