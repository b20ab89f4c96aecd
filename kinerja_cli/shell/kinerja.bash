# Pelengkap kinerja untuk bash 4 ke atas. Dipasang oleh: kinerja pelengkap bash
_kinerja_pelengkap() {
    local jenis="" kata="${COMP_WORDS[COMP_CWORD]}"
    local -a pilihan=()
    {
        IFS= read -r jenis
        mapfile -t pilihan
    } < <(_KINERJA_PELENGKAP=bash "${COMP_WORDS[0]}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
    COMPREPLY=()
    case "$jenis" in
    berkas | folder)
        [ "$kata" = "=" ] && kata=""
        [ "$jenis" = berkas ] && mapfile -t COMPREPLY < <(compgen -f -- "$kata")
        [ "$jenis" = folder ] && mapfile -t COMPREPLY < <(compgen -d -- "$kata")
        compopt -o filenames 2>/dev/null
        ;;
    lekat)
        COMPREPLY=("${pilihan[@]}")
        compopt -o nospace 2>/dev/null
        ;;
    kata) COMPREPLY=("${pilihan[@]}") ;;
    esac
}
complete -F _kinerja_pelengkap kinerja
