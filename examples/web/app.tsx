import { createClient, Failure } from 'denseql/client';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { Masks } from './masks';
import { Table } from './table';

const denseql = createClient({ url: '/graphql' });

/** A picture is chosen and uploaded once; what is asked about it are words. */
export function App() {
  const [picture, setPicture] = useState<{ id: string; url: string } | null>(null);
  const [labels, setLabels] = useState(['cat', 'sofa']);
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState('');

  async function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (!file) return;
    setProblem('');
    try {
      const { id } = await denseql.upload(file, { onProgress: ({ loaded, total }) => setProgress(loaded / total) });
      setPicture({ id, url: URL.createObjectURL(file) });
    } catch (error) {
      setProblem(error instanceof Failure ? error.problem.message : String(error));
    }
    setProgress(null);
  }

  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('labels') as string;
    setLabels(text.split(',').flatMap((label) => label.trim() || []));
  }

  return (
    <main>
      <input type="file" accept="image/*" aria-label="Picture" onChange={(event) => void choose(event)} />
      <form onSubmit={ask}>
        <input name="labels" aria-label="Labels" defaultValue={labels.join(', ')} /> <button>Ask</button>
      </form>
      {progress !== null && <progress value={progress} />}
      {problem && <p role="alert">{problem}</p>}
      {picture && <Masks upload={picture.id} url={picture.url} labels={labels} />}
      {picture && <Table upload={picture.id} labels={labels} />}
    </main>
  );
}
