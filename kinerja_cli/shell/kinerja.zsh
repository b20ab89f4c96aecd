#compdef kinerja
# Pelengkap kinerja untuk zsh. Dipasang oleh: kinerja pelengkap zsh
_kinerja() {
    local jenis baris nilai
    local -a jawaban pilihan lekat
    jawaban=("${(@f)$(_KINERJA_PELENGKAP=zsh ${(Q)words[1]} "${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)}")
    jenis=${jawaban[1]}
    case $jenis in
    berkas) _files ;;
    folder) _files -/ ;;
    kata | lekat)
        for baris in "${(@)jawaban[2,-1]}"; do
            nilai=${baris%%$'\t'*}
            if [[ $baris == *$'\t'* ]]; then
                pilihan+=("${nilai//:/\\:}:${baris#*$'\t'}")
            else
                pilihan+=("${nilai//:/\\:}")
            fi
        done
        [[ $jenis == lekat ]] && lekat=(-S '')
        _describe -V kinerja pilihan $lekat
        ;;
    esac
}
# dipanggil oleh compinit dari fpath, atau dibaca dengan eval
if [ "$funcstack[1]" = "_kinerja" ]; then
    _kinerja "$@"
else
    compdef _kinerja kinerja
fi
