/**
 * Schema registries: {@link io.summerbeam.sdk.registry.SchemaRegistry} is what a format asks for
 * schemas, {@link io.summerbeam.sdk.registry.RestRegistry} asks one over the REST API that
 * Confluent, Redpanda, Apicurio and Karapace share. Another registry is an implementation of the
 * interface.
 */
package io.summerbeam.sdk.registry;
