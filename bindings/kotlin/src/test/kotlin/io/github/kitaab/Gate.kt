package io.github.kitaab

import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.SocketAddress
import java.net.StandardSocketOptions
import java.net.URI
import java.net.UnixDomainSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

/** A way to a PostgreSQL server that can be shut and opened again: to a client the server goes down and comes back. */
internal class Gate(server: String) : AutoCloseable {
    private val target: SocketAddress
    private val port: Int
    private var door: ServerSocketChannel
    private val passing = ConcurrentLinkedQueue<SocketChannel>()

    /** The URL of the same database, through the gate. */
    val url: String

    init {
        val uri = URI(server)
        val folder = uri.query.orEmpty().split('&').firstOrNull { it.startsWith("host=/") }?.removePrefix("host=")
        val serverPort = if (uri.port < 0) 5432 else uri.port
        target = folder?.let { UnixDomainSocketAddress.of("$it/.s.PGSQL.$serverPort") } ?: InetSocketAddress(uri.host, serverPort)
        door = doorAt(0)
        port = (door.localAddress as InetSocketAddress).port
        url = "postgres://${uri.rawUserInfo}@127.0.0.1:$port${uri.rawPath}?sslmode=disable"
    }

    fun shut() {
        door.close()
        generateSequence(passing::poll).forEach { it.close() }
    }

    fun open() {
        door = doorAt(port)
    }

    override fun close() = shut()

    private fun doorAt(port: Int): ServerSocketChannel {
        val door = ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true)
        door.bind(InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        thread(isDaemon = true) {
            untilClosed {
                while (true) {
                    val (client, server) = door.accept() to SocketChannel.open(target)
                    passing += listOf(client, server)
                    thread(isDaemon = true) { pass(client, server) }
                    thread(isDaemon = true) { pass(server, client) }
                }
            }
        }
        return door
    }

    private fun pass(from: SocketChannel, to: SocketChannel) = untilClosed {
        val buffer = ByteBuffer.allocate(65536)
        from.use {
            to.use {
                while (from.read(buffer.clear()) >= 0) {
                    buffer.flip()
                    while (buffer.hasRemaining()) to.write(buffer)
                }
            }
        }
    }

    private fun untilClosed(work: () -> Unit) {
        try {
            work()
        } catch (_: java.io.IOException) {
            // One of both sides has gone, as it may.
        }
    }
}
