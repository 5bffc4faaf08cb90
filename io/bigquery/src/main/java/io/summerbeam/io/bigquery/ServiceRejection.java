package io.summerbeam.io.bigquery;

/** What the service said when it rejected a row; it quotes the row. */
final class ServiceRejection extends Exception {

  private static final long serialVersionUID = 1;

  ServiceRejection(String text) {
    super(text, null, false, false);
  }
}
