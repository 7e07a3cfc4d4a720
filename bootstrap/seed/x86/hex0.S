/* hex0 for Linux on x86 (i386 ELF), for GNU as and LLVM. The same program as
   hex0.hex0, where every byte is explained. The headers are data and every address
   is written out, so no linker is needed: objcopy -O binary takes the bytes. */

        .intel_syntax noprefix
        .set BASE, 0x8048000

file:
# ELF header
        .byte 0x7F, 0x45, 0x4C, 0x46    # e_ident[EI_MAG]
        .byte 1                         # e_ident[EI_CLASS]
        .byte 1                         # e_ident[EI_DATA]
        .byte 1                         # e_ident[EI_VERSION]
        .byte 0                         # e_ident[EI_OSABI]
        .byte 0                         # e_ident[EI_ABIVERSION]
        .byte 0, 0, 0, 0, 0, 0, 0       # e_ident[EI_PAD]
        .short 2                        # e_type
        .short 3                        # e_machine
        .long 1                         # e_version
        .long BASE + (start - file)     # e_entry
        .long 52                        # e_phoff
        .long 0                         # e_shoff
        .long 0                         # e_flags
        .short 52                       # e_ehsize
        .short 32                       # e_phentsize
        .short 2                        # e_phnum
        .short 0                        # e_shentsize
        .short 0                        # e_shnum
        .short 0                        # e_shstrndx
# Program header 1: the whole file, mapped for reading and executing, never for writing
        .long 1                         # p_type
        .long 0                         # p_offset
        .long BASE                      # p_vaddr
        .long BASE                      # p_paddr
        .long file_end - file           # p_filesz
        .long file_end - file           # p_memsz
        .long 5                         # p_flags
        .long 0x1000                    # p_align
# Program header 2: the stack is for data, not for code
        .long 0x6474E551                # p_type
        .long 0                         # p_offset
        .long 0                         # p_vaddr
        .long 0                         # p_paddr
        .long 0                         # p_filesz
        .long 0                         # p_memsz
        .long 6                         # p_flags
        .long 0                         # p_align

# register esi: input descriptor; edi: output descriptor; ebp: high half of the byte;
# ecx: address of the buffer; edx: 1. Linux keeps them all over a system call.

start:                                  # on the stack: argc, argv[0], argv[1], argv[2], zero
        pop eax                         # argc, the number of arguments with the program name
        cmp eax, 3                      # exactly INPUT and OUTPUT?
        jne fail                        # no
        pop ebx                         # argv[0], the program name: not used
        pop ebx                         # argv[1], the name of the input: first argument of open
        xor ecx, ecx                    # flags 0: O_RDONLY
        mov eax, 5                      # system call 5: open
        int 0x80                        # eax = file descriptor, or a negative error number
        test eax, eax                   # negative?
        js fail                         # the input cannot be opened
        mov esi, eax                    # keep the input descriptor
        pop ebx                         # argv[2], the name of the output: first argument of open
        mov ecx, 0xC1                   # O_WRONLY 01 + O_CREAT 40 + O_EXCL 80: an existing file is an error
        mov edx, 0x1ED                  # mode: 1ED is octal 0755, the output is a program
        mov eax, 5                      # system call 5: open
        int 0x80                        # eax = file descriptor, or a negative error number
        test eax, eax                   # negative?
        js fail                         # the output cannot be created
        mov edi, eax                    # keep the output descriptor
        push eax                        # make room on the stack: its lowest byte is the buffer
        mov ecx, esp                    # address of the buffer, for every read and write
        mov edx, 1                      # count of bytes, for every read and write

next:                                   # between two pairs of digits
        call read                       # eax = next byte; sign flag: end of file
        js done                         # the input ends between two pairs: good
        cmp al, 0x20                    # a space?
        je next                         # skip it
        cmp al, 0x0A                    # a newline?
        je next                         # skip it
        cmp al, 0x09                    # a tab?
        je next                         # skip it
        cmp al, 0x23                    # the character #?
        je comment                      # skip the rest of the line
        cmp al, 0x3B                    # the character ;?
        je comment                      # skip the rest of the line
        call digit                      # eax = 0 to 15; does not return for another byte
        shl eax, 4                      # the first digit of a pair is the high half of the byte
        mov ebp, eax                    # keep it
        call read                       # the second digit must follow at once
        call digit                      # the end of the file is no digit either
        or eax, ebp                     # both halves
        mov byte ptr [ecx], al          # into the buffer
        mov ebx, edi                    # first argument of write: the output descriptor
        mov eax, 4                      # system call 4: write
        int 0x80                        # eax = count of bytes written, or a negative error number
        cmp eax, 1                      # written?
        je next                         # yes; otherwise fall into fail

fail:                                   # a wrong argument, file or byte
        mov ebx, 1                      # exit status 1
        jmp exit

comment:                                # after # or ;
        call read                       # any byte at all may stand in a comment
        js done                         # the last line may lack its newline
        cmp al, 0x0A                    # a newline?
        jne comment                     # not yet
        jmp next                        # the comment ends

done:                                   # the whole input has been read
        xor ebx, ebx                    # exit status 0
exit:
        mov eax, 1                      # system call 1: exit
        int 0x80                        # does not return; the kernel closes both files

read:                                   # one byte into eax; at the end of the file -1 and the sign flag
        mov ebx, esi                    # first argument of read: the input descriptor
        mov eax, 3                      # system call 3: read
        int 0x80                        # eax = 1, 0 at the end of the file, or a negative error number
        test eax, eax                   # negative?
        js fail                         # a read error is not the end of the file
        dec eax                         # 1 becomes 0; 0 becomes -1, which sets the sign flag
        js read_end                     # end of file
        movzx eax, byte ptr [ecx]       # the byte, 0 to 255; the flags stay as they are
read_end:
        ret

digit:                                  # the byte in eax as a hexadecimal digit, 0 to 15
        sub al, 0x30                    # the character 0 becomes 0
        cmp al, 10                      # unsigned: 0 to 9?
        jb digit_end                    # yes
        or al, 0x20                     # A to F are 11 to 16 here, a to f are 31 to 36 (hex): make them one
        sub al, 0x31                    # A or a becomes 0
        cmp al, 6                       # unsigned: A to F?
        jae fail                        # no digit: a stray byte
        add al, 10                      # A is 10
digit_end:
        ret

file_end:
