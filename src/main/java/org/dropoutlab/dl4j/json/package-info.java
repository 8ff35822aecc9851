/**
 * Network configurations as JSON: reading untrusted ones without running code from them, and writing ones for plain
 * Deeplearning4j.
 */
package org.dropoutlab.dl4j.json;
