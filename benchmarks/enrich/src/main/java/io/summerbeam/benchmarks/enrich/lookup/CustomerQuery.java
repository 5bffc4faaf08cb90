package io.summerbeam.benchmarks.enrich.lookup;

import io.summerbeam.benchmarks.enrich.Orders;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.beam.sdk.values.Row;

/** Asks for one customer, and blocks: a connection and a prepared statement that are kept. */
final class CustomerQuery implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement statement;

  private CustomerQuery(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement =
        connection.prepareStatement(
            "SELECT name, points FROM " + SlowDatabase.VIEW + " WHERE key = ?");
  }

  static CustomerQuery connect(String url) throws SQLException {
    return new CustomerQuery(DriverManager.getConnection(url, SlowDatabase.USER, ""));
  }

  /** The order with what is taken of its customer. */
  Row enrich(Row order) throws SQLException {
    BackendCalls.sent();
    statement.setString(1, order.getValue(Orders.CUSTOMER));
    try (ResultSet customer = statement.executeQuery()) {
      if (!customer.next()) {
        throw new IllegalStateException("there is no such customer");
      }
      Object[] values = order.getValues().toArray(new Object[Orders.FIELDS + 2]);
      values[Orders.NAME] = customer.getString(1);
      values[Orders.POINTS] = customer.getLong(2);
      return Row.withSchema(Orders.ENRICHED).attachValues(Arrays.asList(values));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
