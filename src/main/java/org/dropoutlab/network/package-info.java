/** Network architectures as plain values: names and sizes. Imports nothing of the project. */
package org.dropoutlab.network;
