package io.summerbeam.io.jdbc;

/** A row that no statement can write; what it says quotes no data. */
final class UnwritableRowException extends Exception {

  private static final long serialVersionUID = 1;

  UnwritableRowException(String message) {
    super(message);
  }
}
