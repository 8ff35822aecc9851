package org.dropoutlab.live;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;

/** An HTTP server that listens on one port of the loopback interface, whatever address it is told. */
final class LoopbackHttpServer extends HttpServerImpl {
    /** The address of the interface. */
    static final String HOST = "127.0.0.1";

    private final SocketAddress address;

    /**
     * @param vertx runs the server
     * @param port where it listens; 0 for any that is free
     */
    LoopbackHttpServer(VertxInternal vertx, int port) {
        super(vertx, new HttpServerOptions());
        this.address = SocketAddress.inetSocketAddress(port, HOST);
    }

    @Override
    public synchronized HttpServer requestHandler(Handler<HttpServerRequest> handler) {
        return super.requestHandler(new LocalRequests(handler));
    }

    /** Every other way to listen comes here. */
    @Override
    public synchronized HttpServer listen(SocketAddress wanted, Handler<AsyncResult<HttpServer>> listening) {
        return super.listen(address, listening);
    }
}
