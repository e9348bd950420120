import { describe, expect, it } from 'vitest';
import { someWords } from '../../../../test/fixtures/words/some-words.js';
import { createReadLabel } from './read-labels.js';

const words = someWords();
const read = (...labels: string[]) => labels.map(createReadLabel(words, labels));
const texts = (...labels: string[]) => read(...labels).map(({ text }) => text);

describe('a label of the language of the pack', () => {
  it.each([
    'cat',
    'Cat',
    'black  cat',
    'St. Bernard',
    'jeans',
    'swimming trunks',
    'a',
    'the',
    'cats and dogs',
    'bunch of cats',
    'bus',
    '&',
    'red',
  ])('stays what it is, to the letter: %j', (label) => {
    expect(read(label)).toEqual([{ label, text: label, from: null, foreign: false, descriptions: [] }]);
  });

  it.each([
    ['the cat', 'cat'],
    ['The  Cat', 'Cat'],
    ['A photo of my cats.', 'cat'],
    ['photo of the red  cats', 'red cat'],
    ['"cat"', 'cat'],
    ['Cats!', 'cat'],
    ['tree trunks', 'tree trunk'],
    ['mice', 'mouse'],
  ])('is read without what says nothing of the thing: %j as %j', (label, text) => {
    expect(read(label)).toEqual([{ label, text, from: null, foreign: false, descriptions: [] }]);
  });

  it('has the sentences that are said of its name, however it is written', () => {
    expect(read('beet', 'The Beet', 'rote Bete').map(({ descriptions }) => descriptions)).toEqual(Array(3).fill(['a red vegetable']));
  });
});

describe('a label of another language', () => {
  it.each([
    ['Hund', 'dog', 'German'],
    ['der Hund', 'dog', 'German'],
    ['chiens', 'dog', 'French'],
    ["l'arbre", 'tree', 'French'],
    ['L’Arbre', 'tree', 'French'],
    ['Bäume', 'tree', 'German'],
    ['baume', 'tree', 'German'],
    ['Baeume', 'tree', 'German'],
    ['STRASSE', 'street', 'German'],
    ['strasse', 'street', 'German'],
    ['машина', 'car', 'Russian'],
    ['Ёж', 'hedgehog', 'Russian'],
    ['еж', 'hedgehog', 'Russian'],
    ['красная машина', 'red car', 'Russian'],
    ['kleiner roter Hund', 'small red dog', 'German'],
    ['voiture rouge', 'red car', 'French'],
    ['petite voiture rouge', 'small red car', 'French'],
    ['a photo of der Hund', 'dog', 'German'],
    ['Hund.', 'dog', 'German'],
    ['Ein Foto von der Hand', 'hand', 'German'],
    ['photo de chien', 'dog', 'French'],
    ['photo d’arbre', 'tree', 'French'],
    ['Фото ёж', 'hedgehog', 'Russian'],
  ])('is translated: %j is %j (%s)', (label, text, from) => {
    expect(read(label)).toEqual([expect.objectContaining({ label, text, from, foreign: false })]);
  });

  it('that is spelled as a word of the pack is that word, but with an article or beside others of its language', () => {
    expect(texts('chat')).toEqual(['chat']);
    expect(texts('le chat')).toEqual(['cat']);
    expect(texts('chat', 'chien')).toEqual(['cat', 'dog']);
    expect(texts('hut', 'chien')).toEqual(['hut', 'dog']);
    expect(texts('die hand')).toEqual(['hand']);
  });

  it('is not told by a word that both languages have', () => {
    expect(texts('hand', 'hut')).toEqual(['hand', 'hut']);
  });

  it('is of that language of two which the question has more of', () => {
    expect(texts('sol', 'perro')).toEqual(['sun', 'dog']);
    expect(texts('sol', 'chien')).toEqual(['ground', 'dog']);
    expect(texts('sol', 'perro', 'chien')[0]).toBe('ground');
  });

  it('is the word of the pack where more of its company is of the pack', () => {
    expect(texts('chat', 'chien', 'mouse')).toEqual(['cat', 'dog', 'mouse']);
    expect(texts('chat', 'chien', 'mouse', 'cats')).toEqual(['chat', 'dog', 'mouse', 'cat']);
  });

  it('may have its company in other texts of the question', () => {
    expect(createReadLabel(words, ['arbre', 'chat'])('chat').text).toBe('cat');
  });
});

it('a label that no words have is told where it can hardly be of the language of the pack', () => {
  const foreign = (...labels: string[]) => read(...labels).map((reading) => reading.foreign);
  expect(foreign('собака')).toEqual([true]);
  expect(foreign('猫 cat')).toEqual([false]);
  expect(foreign('Gürteltier')).toEqual([true]);
  expect(foreign('crème')).toEqual([false]);
  expect(foreign('der Unfug')).toEqual([true]);
  expect(foreign('die Unfug')).toEqual([false]);
  expect(foreign('Hund', 'Unfug', 'red cats')).toEqual([false, true, false]);
  expect(foreign('Hund', 'Unfug', 'red cats', 'mouse')).toEqual([false, false, false, false]);
  expect(foreign('quokka', 'xoloitzcuintli', 'π-bond', '42')).toEqual([false, false, false, false]);
});
