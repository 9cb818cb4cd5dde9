"""The space between emulated devices: Bumble's link, with what it lacks put right."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bumble import hci
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.device import Device
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

_LONGEST_LE_FRAME = 251  # what Bluetooth 4.2 and later send in one piece

# Bumble warns its own makers of packets for a link that is down, which is how a session ends here.
logging.getLogger("bumble").setLevel(logging.ERROR)


class Air(LocalLink):
    """A radio link in memory that can break."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def add_device(self, name: str, address: str) -> Device:
        """Put a device with its own controller and host on the air; it has to be powered on still."""
        controller = AirController(name, link=self)
        sink = AsyncPipeSink(controller)
        return Device(name=name, address=hci.Address(address), host=Host(controller, sink))

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Carry data over a connection, from the address that it was made with.

        Bumble 0.0.236 takes the sender's random address for it; a host such as BlueZ has a public one.
        """
        connection = sender_controller.le_connections.get(destination_address)
        receiver = self.find_le_controller(destination_address)
        if connection is not None and receiver is not None:
            deliver = partial(receiver.on_link_acl_data, connection.self_address, transport, data)
            asyncio.get_running_loop().call_soon(deliver)

    def lose_link(self) -> None:
        """End all connections as when one side goes out of range: both ends run into the timeout."""
        for controller in list(self.controllers):
            for connection in list(controller.le_connections.values()):
                controller.on_le_disconnected(connection, hci.HCI_CONNECTION_TIMEOUT_ERROR)


class AirController(Controller):
    """Bumble's controller, with connecting that can be given up."""

    le_acl_data_packet_length = _LONGEST_LE_FRAME

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Forget the pending connection and say so. Bumble 0.0.236 only says yes and waits on for ever."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        ended = hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(partial(self.send_hci_packet, ended))
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)
