import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box } from '../../../src/core/geometry/box.js';
import { foldOf, truthRows } from './photos.js';

/** A question about a photograph: how many of what, and boxes of some of them to count by. */
export interface CountQuestion {
  readonly of: string;
  readonly count: number;
  /** In shares of the picture; empty where only points are known. */
  readonly boxes: readonly Box[];
}

/** A photograph to count in. */
export interface CountPhoto {
  readonly source: 'coco' | 'cells' | 'crowd';
  readonly file: string;
  readonly fold: number;
  readonly questions: readonly CountQuestion[];
}

type Named = readonly [name: string, left: number, top: number, right: number, bottom: number];

interface CocoRow {
  readonly file: string;
  readonly boxes: readonly Named[];
  readonly segments: readonly (readonly [value: number, name: string, thing: boolean, crowd: number])[] | null;
  readonly absent: readonly string[] | null;
}

/** Names that heads of a crowd are asked by. */
export const HEADS = ['person', 'head'] as const;
const CELL = 'red blood cell';

const boxOf = ([, left, top, right, bottom]: Named): Box => ({ x: left, y: top, width: right - left, height: bottom - top });

/** All things of COCO's 80 names, and those of the ten absent labels that are things. Where some of a name are a crowd nobody counted them. */
async function ofCoco(folder: string): Promise<CountPhoto[]> {
  const rows = await truthRows<CocoRow>('coco.jsonl');
  const names = new Set(rows.flatMap(({ boxes }) => boxes.map(([name]) => name)));
  return rows.map(({ file, boxes, segments, absent }) => {
    const crowds = new Set((segments ?? []).filter(([, , , crowd]) => crowd > 0).map(([, name]) => name));
    const present = [...new Set(boxes.map(([name]) => name))].filter((name) => !crowds.has(name));
    const questions = present.map((of) => {
      const own = boxes.filter(([name]) => name === of).map(boxOf);
      return { of, count: own.length, boxes: own };
    });
    const none = (absent ?? []).filter((name) => names.has(name) && !boxes.some(([own]) => own === name) && !crowds.has(name));
    const all = [...questions, ...none.map((of) => ({ of, count: 0, boxes: [] }))];
    return { source: 'coco', file: join(folder, 'coco-train', 'images', file), fold: foldOf(file), questions: all };
  });
}

async function ofCells(folder: string): Promise<CountPhoto[]> {
  const rows = await truthRows<{ file: string; boxes: readonly Named[] }>('cells.jsonl');
  return rows.map(({ file, boxes }) => {
    const own = boxes.filter(([name]) => name === CELL).map(boxOf);
    const questions = [{ of: CELL, count: own.length, boxes: own }];
    return { source: 'cells', file: join(folder, 'blood-cells', file), fold: foldOf(file), questions };
  });
}

/** The crowd's source states no licence: its truth lies beside the pictures, where somebody has them. */
async function ofCrowd(folder: string): Promise<CountPhoto[]> {
  const truth = join(folder, 'crowd', 'truth.json');
  if (!existsSync(truth)) return [];
  const { pictures } = JSON.parse(await readFile(truth, 'utf8')) as { pictures: readonly { file: string; points: readonly unknown[] }[] };
  return pictures.map(({ file, points }) => {
    const questions = HEADS.map((of) => ({ of, count: points.length, boxes: [] }));
    return { source: 'crowd', file: join(folder, 'crowd', file), fold: foldOf(file), questions };
  });
}

/** Photographs to count in, as far as the folder has them. */
export async function countPhotos(folder: string): Promise<CountPhoto[]> {
  const all = [...(await ofCoco(folder)), ...(await ofCells(folder)), ...(await ofCrowd(folder))];
  return all.filter(({ file }) => existsSync(file));
}
