import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { apolloCache } from 'denseql/client';
import { createRoot } from 'react-dom/client';
import { App } from './app';

const client = new ApolloClient({ cache: new InMemoryCache(apolloCache), link: new HttpLink({ uri: '/graphql' }) });

createRoot(document.getElementById('app')!).render(
  <ApolloProvider client={client}>
    <App />
  </ApolloProvider>,
);
