/**
 * Keys and passwords by reference: {@link io.summerbeam.sdk.secret.KeySource} says where a key is
 * and reads it on the worker. Keys are never serialized with the pipeline and never printed.
 */
package io.summerbeam.sdk.secret;
