/**
 * ND4J and its native library: settled before it loads, and what is in force. Imports nothing of the project.
 */
package org.dropoutlab.backend;
