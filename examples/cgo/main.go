// Prints the CRC-32 of its first argument, computed by zlib.
package main

// #cgo LDFLAGS: -lz
// #include <stdlib.h>
// #include <zlib.h>
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: crc TEXT")
		os.Exit(2)
	}
	text := C.CString(os.Args[1])
	defer C.free(unsafe.Pointer(text))
	fmt.Printf("%08x\n", uint32(C.crc32(0, (*C.Bytef)(unsafe.Pointer(text)), C.uInt(len(os.Args[1])))))
}
