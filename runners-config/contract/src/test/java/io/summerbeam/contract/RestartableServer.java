package io.summerbeam.contract;

import io.summerbeam.sdk.lookup.RowLookupSource;

/** A real server with a table of customers, which keeps its data while it is stopped. */
interface RestartableServer extends AutoCloseable {

  /** A lookup of customers: {@code id} to {@code name}. */
  RowLookupSource customers();

  void stop() throws Exception;

  void startAgain() throws Exception;

  /** How many connections the lookups have. */
  long connections();

  @Override
  void close() throws Exception;
}
